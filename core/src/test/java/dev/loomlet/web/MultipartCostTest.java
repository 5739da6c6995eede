package dev.loomlet.web;

import static dev.loomlet.web.RequestTest.assertStatus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.wsgi.InputBody;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a form costs: time linear in its bytes, memory bounded whatever its size. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // no parser waits, so it cannot be interrupted
class MultipartCostTest {

    private static final int MIB = 1024 * 1024;

    @TempDir
    private Path directory;

    /** A body that repeats a pattern between a head and an end, and is never in memory as a whole. */
    private static final class Repeated extends InputBody {
        private final byte[] head;
        private final byte[] pattern;
        private final byte[] tail;
        private final long repeated;
        private long next;

        Repeated(String head, String pattern, String tail, long times) {
            this.head = head.getBytes(StandardCharsets.UTF_8);
            this.pattern = pattern.getBytes(StandardCharsets.UTF_8);
            this.tail = tail.getBytes(StandardCharsets.UTF_8);
            repeated = times * this.pattern.length;
        }

        @Override
        protected int readBody(byte[] into, int offset, int length) {
            int count = 0;
            while (count < length && next < head.length + repeated + tail.length) {
                into[offset + count++] = at(next++);
            }
            return count == 0 ? -1 : count;
        }

        private byte at(long index) {
            if (index < head.length) {
                return head[(int) index];
            }
            long behind = index - head.length;
            return behind < repeated ? pattern[(int) (behind % pattern.length)] : tail[(int) (behind - repeated)];
        }
    }

    private static final String HEAD = "--B\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x\"\r\n\r\n";
    private static final String TAIL = "\r\n--B--\r\n";

    private static Request request(InputBody body) {
        return Request.blank("/")
                .method("POST")
                .header("Content-Type", "multipart/form-data; boundary=B")
                .environ("wsgi.input", body)
                .build();
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    @Test
    void file_of64MiB_goesToDisk_withNoMoreMemoryThanASmallOne() throws IOException {
        var limits = FormLimits.defaults().withDirectory(directory);
        for (int times : new int[] {1, 64 * MIB / 4}) {
            var request = request(new Repeated(HEAD, "\r\n-x", TAIL, times));
            long before = allocated();
            try (var form = request.form(limits)) {
                assertThat(allocated() - before).as("%s times", times).isLessThan(4 * MIB);
                assertThat(form.uploads().getFirst().size()).isEqualTo(4L * times);
            }
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void tenThousandTinyParts_areRefusedAtTheLimit_orReadIfItAllowsThem() throws IOException {
        var part = "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\r\n";
        assertStatus(413, () -> request(new Repeated("", part, "--B--", 10_000)).form());
        var limits = FormLimits.defaults().withMaxParts(10_000);
        assertThat(request(new Repeated("", part, "--B--", 10_000))
                        .form(limits)
                        .fields()
                        .size())
                .isEqualTo(10_000);
    }

    /** Read in no time if that is linear; otherwise in minutes or hours, of which the time limit makes a failure. */
    private static void assertLinear(IntFunction<InputBody> bodies) throws IOException {
        var limits = FormLimits.defaults()
                .withMaxParts(Integer.MAX_VALUE)
                .withMaxFieldBytes(Integer.MAX_VALUE)
                .withMaxHeaderBytes(Integer.MAX_VALUE)
                .withMemoryBytes(Integer.MAX_VALUE);
        request(bodies.apply(4 * MIB)).form(limits).close();
    }

    @Test
    void time_isLinear_inContentThatLooksLikeBoundaries() throws IOException {
        assertLinear(size -> new Repeated(HEAD, "\r\n--\r\r\n-", TAIL, size / 8));
        assertLinear(size -> new Repeated(HEAD, "\r", TAIL, size));
    }

    @Test
    void time_isLinear_inParts_andInPreambles() throws IOException {
        assertLinear(size ->
                new Repeated("", "--B\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n", "--B--", size / 12));
        assertLinear(size -> new Repeated("", "\r\n--", TAIL, size / 4));
    }

    @Test
    void time_isLinear_inHeadersAndNames() throws IOException {
        assertLinear(size ->
                new Repeated("--B\r\nContent-Disposition: form-data; name=\"", "\\\"", "\"\r\n\r\n" + TAIL, size / 2));
        assertLinear(size ->
                new Repeated("--B\r\nContent-Disposition: form-data; name=a\r\n", "X: 1\r\n", "\r\n" + TAIL, size / 6));
    }
}
