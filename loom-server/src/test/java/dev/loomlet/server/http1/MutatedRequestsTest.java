package dev.loomlet.server.http1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.server.http1.MessageReader.Message;
import dev.loomlet.server.vectors.RequestVector;
import dev.loomlet.server.vectors.RequestVectors;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever bytes come, they are a message, the beginning of one, or refused; nothing else is thrown, nothing behind the message is taken,
 * and it makes no difference in which pieces they come. The bytes are vectors with random changes, and random ones; the same each time.
 */
class MutatedRequestsTest {

    private static final int ROUNDS = 4000;

    private static final List<String> TOKENS = List.of(
            "\r\n",
            "\r\n\r\n",
            "\n",
            "\r",
            "\0",
            " ",
            "\t",
            ":",
            ",",
            ";",
            "\"",
            "\\",
            "%",
            "%zz",
            "0",
            "5",
            "F",
            "\u0085",
            "\u00ff",
            "Content-Length: 5\r\n",
            "Transfer-Encoding: chunked\r\n",
            "Host: b\r\n",
            "Expect: 100-continue\r\n",
            "0\r\n\r\n",
            "5\r\nhello\r\n",
            "GET / HTTP/1.1\r\n",
            "HTTP/1.0",
            "http://a",
            "chunked",
            "-1",
            "99999999999999999999");

    /* These depend on how much is there when it is looked at, where a request breaks more rules than one. */
    private static final Set<Violation> LIMITS = EnumSet.of(
            Violation.LONG_REQUEST_LINE, Violation.LONG_HEADER_LINE, Violation.LARGE_HEADERS, Violation.MANY_HEADERS);

    /** What became of bytes: a message, its beginning, or a refusal. */
    private record Outcome(Optional<Message> message, Optional<Violation> violation) {

        static Outcome of(Reading reading) {
            try {
                return new Outcome(reading.read(), Optional.empty());
            } catch (ProtocolException e) {
                return new Outcome(Optional.empty(), Optional.of(e.violation()));
            }
        }

        boolean isLimit() {
            return violation.isPresent() && LIMITS.contains(violation.get());
        }

        /** Everything that can be told of a message, for comparison. */
        String text() {
            return violation
                    .map(Violation::name)
                    .orElse(message.map(Outcome::text).orElse("incomplete"));
        }

        private static String text(Message message) {
            var head = message.head();
            var text = new StringBuilder(head.requestLine())
                    .append('|')
                    .append(head.target().path());
            for (int i = 0; i < head.size(); i++) {
                text.append('|').append(head.name(i)).append('=').append(head.value(i));
            }
            return text.append('|')
                    .append(message.length())
                    .append('|')
                    .append(message.body())
                    .toString();
        }
    }

    private interface Reading {
        Optional<Message> read() throws ProtocolException;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void mutatedRequests_areReadOrRefused_theSameInAnyPieces(long seed) {
        var random = new Random(seed);
        var seeds = RequestVectors.all().stream()
                .map(RequestVector::bytes)
                .filter(bytes -> bytes.length < 1000)
                .toList();
        int[] outcomes = new int[3];
        for (int round = 0; round < ROUNDS; round++) {
            var bytes = seeds.get(random.nextInt(seeds.size()));
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                bytes = change(bytes, seeds.get(random.nextInt(seeds.size())), random);
            }
            outcomes[check(bytes, random)]++;
        }
        assertThat(IntStream.of(outcomes)).as("messages, beginnings, refusals").allMatch(count -> count > ROUNDS / 50);
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5})
    void randomBytes_areReadOrRefused_theSameInAnyPieces(long seed) {
        var random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            var bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            check(bytes, random);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {6, 7})
    void randomTokens_areReadOrRefused_theSameInAnyPieces(long seed) {
        var random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            var text = new StringBuilder(random.nextBoolean() ? "POST / HTTP/1.1\r\nHost: a\r\n" : "");
            for (int count = random.nextInt(12); count > 0; count--) {
                text.append(TOKENS.get(random.nextInt(TOKENS.size())));
            }
            check(Heads.bytes(text.toString()), random);
        }
    }

    private static byte[] change(byte[] bytes, byte[] other, Random random) {
        int at = random.nextInt(bytes.length + 1);
        int end = Math.min(bytes.length, at + 1 + random.nextInt(8));
        return switch (random.nextInt(6)) {
            case 0 -> replaced(bytes, at, end, new byte[] {(byte) random.nextInt(256)});
            case 1 -> replaced(bytes, at, end, new byte[0]);
            case 2 -> replaced(bytes, at, at, Heads.bytes(TOKENS.get(random.nextInt(TOKENS.size()))));
            case 3 -> replaced(bytes, at, at, Arrays.copyOfRange(bytes, at, end));
            case 4 ->
                replaced(bytes, at, bytes.length, Arrays.copyOfRange(other, Math.min(at, other.length), other.length));
            default ->
                replaced(bytes, at, Math.min(at + 1, bytes.length), new byte[] {(byte) (random.nextInt(95) + 32)});
        };
    }

    private static byte[] replaced(byte[] bytes, int from, int to, byte[] by) {
        var result = Arrays.copyOf(bytes, bytes.length - (to - from) + by.length);
        System.arraycopy(by, 0, result, from, by.length);
        System.arraycopy(bytes, to, result, from + by.length, bytes.length - to);
        return result;
    }

    /** Checks everything about these bytes; 0 for a message, 1 for a beginning, 2 for a refusal. */
    private static int check(byte[] bytes, Random random) {
        var shown = Arrays.toString(bytes);
        var whole = Outcome.of(() -> MessageReader.read(bytes));
        var byteByByte = Outcome.of(() -> MessageReader.readByteByByte(bytes));
        int cut = random.nextInt(bytes.length + 1);
        var cutInTwo = Outcome.of(() -> MessageReader.read(bytes, cut));
        if (!whole.isLimit() && !byteByByte.isLimit()) {
            assertThat(byteByByte.text()).as("byte by byte: %s", shown).isEqualTo(whole.text());
            assertThat(cutInTwo.text()).as("cut at %d: %s", cut, shown).isEqualTo(whole.text());
        }
        whole.message().ifPresent(message -> checkEnd(bytes, message.length(), whole, shown));
        return whole.violation().isPresent() ? 2 : whole.message().isPresent() ? 0 : 1;
    }

    /** A message ends where it says: it is there without what follows, and not without its last byte. */
    private static void checkEnd(byte[] bytes, int length, Outcome whole, String shown) {
        assertThat(length).isBetween(1, bytes.length);
        var exact = Outcome.of(() -> MessageReader.read(Arrays.copyOf(bytes, length)));
        assertThat(exact.text()).as("without what follows: %s", shown).isEqualTo(whole.text());
        var less = Outcome.of(() -> MessageReader.read(Arrays.copyOf(bytes, length - 1)));
        assertThat(less.text()).as("without its last byte: %s", shown).isEqualTo("incomplete");
    }
}
