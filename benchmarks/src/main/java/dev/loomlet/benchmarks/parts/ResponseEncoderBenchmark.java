package dev.loomlet.benchmarks.parts;

import dev.loomlet.server.http1.ByteBuilder;
import dev.loomlet.server.http1.Persistence;
import dev.loomlet.server.http1.ResponseEncoder;
import dev.loomlet.server.http1.ResponseFraming;
import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.Status;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the head of a response costs, from the status line to the empty line, written into a buffer that is used again as a connection's
 * is; and what stands around a chunk. The score is for one head, or one chunk.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ResponseEncoderBenchmark {

    private static final int CAPACITY = 1024;
    private static final int IDLE_SECONDS = 60;

    /** What an application answers with. */
    public enum Answer {
        /** A Content-Type. */
        HELLO,
        /** Eight fields, as a page has. */
        PAGE;

        Headers headers() {
            return switch (this) {
                case HELLO -> Headers.of("Content-Type", "text/plain");
                case PAGE ->
                    Headers.of(
                            "Content-Type", "text/html; charset=utf-8",
                            "Content-Language", "en",
                            "Cache-Control", "private, max-age=0, must-revalidate",
                            "ETag", "\"5f3b1c7a-2e4d\"",
                            "Last-Modified", "Fri, 20 Nov 2026 08:49:37 GMT",
                            "Vary", "Accept-Encoding, Cookie",
                            "Set-Cookie", "session=6f1c2a9be04d4b7c8f3a5d2e1b0c9a87; Path=/; HttpOnly; Secure",
                            "X-Content-Type-Options", "nosniff");
            };
        }
    }

    /** A response and the connection it goes to. */
    @State(Scope.Thread)
    public static class Response {

        /** Which one. */
        @Param
        public Answer answer = Answer.HELLO;

        /** How its end is told. */
        @Param({"LENGTH", "CHUNKED"})
        public ResponseFraming.Kind framing = ResponseFraming.Kind.LENGTH;

        private Status status = Status.of(200);
        private final byte[] date = ResponseEncoder.dateField("Fri, 20 Nov 2026 08:49:37 GMT");
        private final ByteBuilder out = new ByteBuilder(CAPACITY);
        private Headers headers = Headers.empty();
        private ResponseFraming chosen = ResponseFraming.NOTHING;

        @Setup
        public void choose() {
            status = Status.parse("200 OK");
            headers = answer.headers();
            chosen = new ResponseFraming(
                    framing, framing == ResponseFraming.Kind.LENGTH ? 4096 : ResponseFraming.UNKNOWN);
        }
    }

    /** A chunk and the connection it goes to. */
    @State(Scope.Thread)
    public static class Chunk {

        /** Data bytes of the chunk. */
        @Param({"1", "4096", "65536"})
        public int chunkBytes;

        private final ByteBuilder out = new ByteBuilder(CAPACITY);
    }

    @Benchmark
    public ByteBuilder head(Response response) {
        var out = response.out;
        out.clear(CAPACITY);
        ResponseEncoder.statusLine(out, response.status);
        ResponseEncoder.fields(out, response.headers, /* capitalize= */ false);
        ResponseEncoder.date(out, response.date);
        ResponseEncoder.framing(out, response.chosen);
        ResponseEncoder.connection(out, Persistence.PERSIST, IDLE_SECONDS);
        return out.addLineEnd();
    }

    @Benchmark
    public ByteBuilder chunk(Chunk chunk) {
        var out = chunk.out;
        out.clear(CAPACITY);
        ResponseEncoder.chunkHead(out, chunk.chunkBytes);
        return out.addLineEnd();
    }
}
