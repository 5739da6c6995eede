package dev.loomlet.wsgi;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What wsgiref.validate asks of an application's result, and of how the server treats it, check by check. */
class LintResultTest {

    private static final byte[] BLOCK = "block".getBytes(ISO_8859_1);

    private final LintCall request = new LintCall();

    /** Blocks as from a generator, closeable. */
    private static final class Generated implements Iterable<byte[]>, AutoCloseable {
        private final Iterable<byte[]> blocks;
        private final Optional<IOException> closeFailure;
        private int closes;

        Generated(byte[]... blocks) {
            this.blocks = Arrays.asList(blocks);
            this.closeFailure = Optional.empty();
        }

        Generated(IOException closeFailure) {
            this.blocks = List.of();
            this.closeFailure = Optional.of(closeFailure);
        }

        @Override
        public Iterator<byte[]> iterator() {
            return blocks.iterator();
        }

        @Override
        public void close() throws IOException {
            closes++;
            if (closeFailure.isPresent()) {
                throw closeFailure.get();
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static Iterable<byte[]> generated(Object... blocks) {
        return () -> (Iterator<byte[]>) (Iterator<?>) Stream.of(blocks).iterator();
    }

    /* What an application without regard to generics may return. */
    @SuppressWarnings("unchecked")
    private static Iterable<byte[]> unchecked(Iterable<?> blocks) {
        return (Iterable<byte[]>) blocks;
    }

    private static void close(Iterable<byte[]> result) throws Exception {
        ((AutoCloseable) result).close();
    }

    @Test
    void list_withoutFault_passesAsItIs() throws Exception {
        for (var blocks : List.of(Body.empty(), Body.of(BLOCK, new byte[0]), new ArrayList<>(List.of(BLOCK)))) {
            var call = new LintCall();
            assertThat(call.result(blocks)).isSameAs(blocks);
            call.runPosthooks();
            call.warns();
        }
    }

    @Test
    void fileWrapper_withoutFault_passesAsItIs() throws Exception {
        try (var file = new FileWrapper(new ByteArrayInputStream(BLOCK))) {
            assertThat(request.result(file)).isSameAs(file);
            assertThat(file).containsExactly(BLOCK);
            request.runPosthooks();
        }
    }

    @Test
    void result_null_isAFault() {
        LintCall.fails("the application returned null", () -> request.result(null));
    }

    @Test
    void list_beforeStartResponse_isAFault() {
        for (var blocks : List.of(Body.empty(), Body.of(BLOCK))) {
            LintCall.fails(
                    "the application returned its body but did not call startResponse",
                    () -> request.call((environ, startResponse) -> blocks));
        }
    }

    @Test
    void fileWrapper_beforeStartResponse_isAFault() throws IOException {
        try (var file = new FileWrapper(new ByteArrayInputStream(BLOCK))) {
            LintCall.fails(
                    "the application returned its body but did not call startResponse",
                    () -> request.call((environ, startResponse) -> file));
        }
    }

    @Test
    void listBlock_otherThanBytes_isAFault() {
        for (Object block : Arrays.asList("text", null, new char[0], List.of(BLOCK))) {
            LintCall.fails(
                    "a block of the result is not a byte array",
                    () -> request.result(unchecked(Arrays.asList(BLOCK, block))));
        }
    }

    @Test
    void generatedBlock_otherThanBytes_isAFaultWhenItComes() throws Exception {
        for (Object block : Arrays.asList("text", null, new char[0], List.of(BLOCK))) {
            var blocks = request.result(generated(BLOCK, block)).iterator();
            assertThat(blocks.next()).isSameAs(BLOCK);
            LintCall.fails("a block of the result is not a byte array", blocks::next);
        }
    }

    @Test
    void generatedBlock_beforeStartResponse_isAFaultWhenItComes() throws Exception {
        var blocks = request.call((environ, startResponse) -> generated(BLOCK)).iterator();
        assertThat(blocks.hasNext()).isTrue();
        LintCall.fails("the application gave its first block but did not call startResponse", blocks::next);
    }

    @Test
    void generator_thatStartsWithItsFirstBlock_passes() throws Exception {
        var result = request.call((environ, startResponse) -> () -> {
            startResponse.start("200 OK", LintCall.TEXT);
            return List.of(BLOCK).iterator();
        });
        assertThat(request.sent).isEmpty();
        assertThat(result).containsExactly(BLOCK);
        assertThat(request.sent).containsExactly("200 OK [Content-Type: text/plain]");
    }

    @Test
    void generated_readAndClosed_givesItsBlocksAndIsClosedOnce() throws Exception {
        var application = new Generated(BLOCK, new byte[0], BLOCK);
        var result = request.result(application);
        assertThat(result).containsExactly(BLOCK, new byte[0], BLOCK);
        assertThat(application.closes).isZero();
        close(result);
        assertThat(application.closes).isEqualTo(1);
        request.runPosthooks();
        request.warns();
    }

    @Test
    void generated_withoutClose_isClosedAllTheSame() throws Exception {
        var result = request.result(generated(BLOCK));
        assertThat(result).containsExactly(BLOCK);
        close(result);
        request.runPosthooks();
    }

    @Test
    void generated_neverClosed_isAFaultAtTheEndOfTheRequest() throws Exception {
        assertThat(request.result(new Generated(BLOCK))).containsExactly(BLOCK);
        LintCall.fails("the server did not close the application's result", request::runPosthooks);
    }

    @Test
    void generated_closedTwice_isAFaultAndTheApplicationsIsClosedOnce() throws Exception {
        var application = new Generated(BLOCK);
        var result = request.result(application);
        close(result);
        LintCall.fails("the result is closed twice", () -> close(result));
        assertThat(application.closes).isEqualTo(1);
    }

    @Test
    void generated_iteratedTwice_isAFault() throws Exception {
        var result = request.result(generated(BLOCK));
        var blocks = result.iterator();
        LintCall.fails("the result is iterated twice", result::iterator);
        assertThat(blocks.next()).isSameAs(BLOCK);
    }

    @Test
    void generated_iteratedAfterClose_isAFault() throws Exception {
        var result = request.result(generated(BLOCK));
        close(result);
        LintCall.fails("the result is iterated after it was closed", result::iterator);
    }

    @Test
    void generated_readAfterClose_isAFault() throws Exception {
        var result = request.result(generated(BLOCK, BLOCK));
        var blocks = result.iterator();
        assertThat(blocks.next()).isSameAs(BLOCK);
        close(result);
        LintCall.fails("the result is read after it was closed", blocks::hasNext);
        LintCall.fails("the result is read after it was closed", blocks::next);
    }

    @Test
    void close_thatFails_throwsWhatTheApplicationThrew() throws Exception {
        var failure = new IOException("no close");
        var result = request.result(new Generated(failure));
        assertThatThrownBy(() -> close(result)).isSameAs(failure);
        request.runPosthooks();
    }

    @Test
    void call_thatFails_throwsWhatTheApplicationThrew() {
        var failure = new IOException("fault");
        assertThatThrownBy(() -> request.call((environ, startResponse) -> {
                    throw failure;
                }))
                .isSameAs(failure);
    }
}
