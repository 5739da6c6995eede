package dev.loomlet.wsgi;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What wsgiref.validate asks of how an application treats wsgi.input and wsgi.errors, and of what the server gives it. */
class LintStreamsTest {

    private final LintCall request = new LintCall();

    /** Calls an application that does this with its environ. */
    private void call(ThrowingConsumer use) throws Exception {
        request.call((environ, startResponse) -> {
            use.accept(environ);
            startResponse.start("200 OK", LintCall.TEXT);
            return Body.empty();
        });
        request.warns();
    }

    private interface ThrowingConsumer {
        void accept(Environ environ) throws Exception;
    }

    /** A server's input whose reads return what they should not. */
    private static InputBody returning(int count) {
        return new InputBody() {
            @Override
            protected int readBody(byte[] into, int offset, int length) {
                return count;
            }
        };
    }

    @Test
    void input_readInEveryWay_givesTheServersBytes() throws Exception {
        call(environ -> {
            var input = environ.input();
            assertThat(input.read(1)).asString(ISO_8859_1).isEqualTo("o");
            assertThat(input.readline()).asString(ISO_8859_1).isEqualTo("ne\n");
            assertThat(input.read()).isEqualTo('t');
            assertThat(input.readlines()).containsExactly("wo".getBytes(ISO_8859_1));
            assertThat(input.iterator().hasNext()).isFalse();
            assertThat(input.read(-1)).isEmpty();
        });
    }

    @Test
    void input_closed_isAFaultAndItCanStillBeRead() throws Exception {
        call(environ -> {
            LintCall.fails("wsgi.input was closed; it is the server's", environ.input()::close);
            assertThat(environ.input().readAllBytes()).asString(ISO_8859_1).isEqualTo("one\ntwo");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5})
    void serversInput_thatGivesNothingOrTooMuch_isAFault(int count) throws Exception {
        request.environ.put("wsgi.input", returning(count));
        call(environ -> LintCall.fails(
                "wsgi.input read " + count + " of 4 bytes",
                () -> environ.input().read(new byte[4])));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1, 4})
    void serversInput_thatGivesSomeOrEnds_passes(int count) throws Exception {
        request.environ.put("wsgi.input", returning(count));
        call(environ -> assertThat(environ.input().read(new byte[4])).isEqualTo(count));
    }

    @Test
    void input_continueCalls_reachTheServers() throws Exception {
        var calls = new ArrayList<Object>();
        var headers = Headers.of("X-Name", "value");
        request.environ.put("wsgi.input", new InputBody() {
            @Override
            protected int readBody(byte[] into, int offset, int length) {
                return -1;
            }

            @Override
            public void continueHeaders(Headers given) {
                calls.add(given);
            }

            @Override
            public boolean sendContinue() {
                return calls.add("sent");
            }
        });
        call(environ -> {
            environ.input().continueHeaders(headers);
            assertThat(environ.input().sendContinue()).isTrue();
        });
        assertThat(calls).isEqualTo(List.of(headers, "sent"));
    }

    @Test
    void errors_written_reachTheServersAtOnce() throws Exception {
        call(environ -> {
            environ.errors().print("one");
            assertThat(request.errors).hasToString("one");
            environ.errors().write("two");
            environ.errors().flush();
            assertThat(request.errors).hasToString("onetwo");
        });
    }

    @Test
    void errors_closed_isAFaultAndTheyCanStillBeWritten() throws Exception {
        call(environ -> {
            LintCall.fails("wsgi.errors was closed; it is the server's", environ.errors()::close);
            environ.errors().print("more");
        });
        assertThat(request.errors).hasToString("more");
    }
}
