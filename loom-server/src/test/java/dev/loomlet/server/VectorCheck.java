package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.server.vectors.ExpectedCall;
import dev.loomlet.server.vectors.RequestVector;
import dev.loomlet.server.vectors.RequestVector.Kind;
import dev.loomlet.server.vectors.RequestVectors;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Compares answers and calls with what a vector says must come of it. */
final class VectorCheck {

    /** A request that may come behind a vector. */
    static final String NEXT = "GET /next HTTP/1.1\r\nHost: next\r\n\r\n";

    /** The keys of the environ that any vector has a word about. */
    static final Set<String> KEYS = keys();

    private VectorCheck() {}

    private static Set<String> keys() {
        var keys = new TreeSet<String>();
        for (var vector : RequestVectors.all()) {
            for (var call : vector.calls()) {
                keys.addAll(call.environ().keySet());
                keys.addAll(call.absent());
            }
        }
        return keys;
    }

    /** Reads the answers to a vector, and checks that each is what it should be. */
    static void answers(RequestVector vector, ResponseSource source) throws IOException {
        int continues = 0;
        var answered = vector.answered();
        for (int i = 0; i < answered.size(); i++) {
            boolean last = i == answered.size() - 1 && vector.violation().isEmpty();
            continues += answer(answered.get(i), source, last ? ending(vector) : Optional.of(false));
        }
        assertThat(continues).as("responses 100").isEqualTo(vector.continues());
        if (vector.violation().isPresent()) {
            refusal(vector, source);
        }
    }

    /** Whether the last answer has to say that it is the last; empty where the server learns that only later. */
    private static Optional<Boolean> ending(RequestVector vector) {
        boolean late =
                vector.kind() == Kind.ONE_RESPONSE && vector.calls().getLast().input() == ExpectedCall.Input.UNREAD;
        return late ? Optional.empty() : Optional.of(!vector.keepsOpen());
    }

    /** Checks the answer to one call; returns how many responses 100 came before it. */
    private static int answer(ExpectedCall call, ResponseSource source, Optional<Boolean> ending) throws IOException {
        int continues = 0;
        boolean toHead = call.method().equals("HEAD");
        var response = source.next(toHead);
        for (; response.status() == 100; response = source.next(toHead)) {
            continues++;
        }
        assertThat(response.statusLine()).isEqualTo("HTTP/1.1 200 OK");
        assertThat(response.header(Recorder.ANSWERS)).isEqualTo(call.method() + " " + call.target());
        boolean withoutBody = toHead || call.method().equals("CONNECT");
        assertThat(response.text()).as("body of the answer").isEqualTo(withoutBody ? "" : call.body());
        if (ending.isPresent()) {
            assertThat(response.headers("Connection").contains("close"))
                    .as("says close")
                    .isEqualTo(ending.get());
        }
        return continues;
    }

    private static void refusal(RequestVector vector, ResponseSource source) throws IOException {
        var violation = vector.violation().orElseThrow();
        boolean toHead = vector.calls().size() > vector.answered().size()
                && vector.calls().getLast().method().equals("HEAD");
        var response = source.next(toHead);
        assertThat(response.text()).isEqualTo(toHead ? "" : violation.sentence() + "\n");
        assertThat(response.status()).isEqualTo(violation.status());
        assertThat(response.headers("Connection")).containsExactly("close");
    }

    /** Checks the answer to {@link #NEXT}. */
    static void answerToNext(ResponseSource source) throws IOException {
        var response = source.next(/* toHead= */ false);
        assertThat(response.statusLine()).isEqualTo("HTTP/1.1 200 OK");
        assertThat(response.header(Recorder.ANSWERS)).isEqualTo("GET /next");
        assertThat(response.headers("Connection")).isEmpty();
    }

    /** Checks that there were the calls that a vector expects, and no other but the one of {@link #NEXT} where that follows. */
    static void calls(RequestVector vector, List<Recorder.Call> calls, boolean thenNext) {
        int expected = vector.calls().size();
        assertThat(calls).as("calls").hasSize(expected + (thenNext ? 1 : 0));
        for (int i = 0; i < expected; i++) {
            call(vector.calls().get(i), calls.get(i), vector);
        }
        if (thenNext) {
            assertThat(calls.getLast().environ())
                    .containsEntry("REQUEST_URI", "/next")
                    .containsEntry("HTTP_HOST", "next");
        }
    }

    private static void call(ExpectedCall expected, Recorder.Call call, RequestVector vector) {
        assertThat(call.environ()).containsAllEntriesOf(expected.environ());
        assertThat(call.environ()).doesNotContainKeys(expected.absent().toArray(String[]::new));
        assertThat(call.input()).isEqualTo(expected.input());
        assertThat(call.body()).as("body").isEqualTo(expected.body());
        var violation = expected.input() == ExpectedCall.Input.BROKEN ? vector.violation() : Optional.empty();
        assertThat(call.violation()).isEqualTo(violation);
    }

    /** Where responses come from. */
    interface ResponseSource {

        /** The next response, a 100 too. */
        RawResponse next(boolean toHead) throws IOException;
    }
}
