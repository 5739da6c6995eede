package dev.loomlet.middleware;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loomlet.green.Race;
import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.InputBody;
import dev.loomlet.wsgi.StartResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimeoutsTest {

    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Timeouts SOON = Timeouts.after(SHORT);
    private static final Timeouts LATER = Timeouts.after(Duration.ofMinutes(5));

    @AfterEach
    void noInterruptIsLeft() {
        assertThat(Thread.interrupted()).as("an interrupt was left").isFalse();
    }

    /** Waits for what never comes. */
    private static void block() throws InterruptedException {
        new CountDownLatch(1).await();
    }

    /** Goes on until it is interrupted, and swallows that. */
    private static void spin() {
        while (!Thread.currentThread().isInterrupted()) {
            Thread.onSpinWait();
        }
    }

    private static void is503(TestGateway answer) {
        assertThat(answer.status).isEqualTo("503 Service Unavailable");
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        assertThat(answer.text()).startsWith("503 ");
    }

    @Test
    void wrap_answerInTime_isTheVerySame() throws Exception {
        var body = Body.of("hello");
        assertThat(TestGateway.get("/")
                        .send(LATER.wrap(Apps.answers("200 OK", Apps.TEXT, body)))
                        .result())
                .isSameAs(body);
    }

    @Test
    void wrap_callThatBlocks_isInterrupted_andAnsweredWith503() throws Exception {
        is503(TestGateway.get("/").send(SOON.wrap((environ, startResponse) -> {
            block();
            return Body.empty();
        })));
    }

    @Test
    void wrap_callThatBlocksBehindStart_isAnsweredWith503() throws Exception {
        is503(TestGateway.get("/").send(SOON.wrap((environ, startResponse) -> {
            startResponse.start("200 OK", Apps.TEXT);
            block();
            return Body.empty();
        })));
    }

    @Test
    void wrap_callThatSwallowsTheInterrupt_isAnsweredWith503_andItsResultClosed() throws Exception {
        var blocks = new Apps.Blocks(Apps.block("late"));
        is503(TestGateway.get("/").send(SOON.wrap((environ, startResponse) -> {
            startResponse.start("200 OK", Apps.TEXT);
            spin();
            return blocks;
        })));
        assertThat(blocks.closed).isOne();
        assertThat(blocks.asked).isZero();
    }

    @Test
    void wrap_callThatFailsInTime_goesOn() {
        var failure = new IOException("own");
        assertThatThrownBy(() -> TestGateway.get("/").send(LATER.wrap(Apps.fails(failure))))
                .isSameAs(failure);
    }

    @Test
    void wrap_errorOfALateCall_goesOn_withoutTheInterrupt() {
        assertThatThrownBy(() -> TestGateway.get("/").send(SOON.wrap((environ, startResponse) -> {
                    spin();
                    throw new AssertionError("own");
                })))
                .hasMessage("own");
    }

    @Test
    void wrap_bodyThatBlocks_isAnsweredWith503_andClosed() throws Exception {
        var blocks = new Apps.Blocks(Apps.block(""), () -> {
            block();
            return new byte[0];
        });
        is503(TestGateway.get("/").send(SOON.wrap(Apps.answers("200 OK", Apps.TEXT, blocks))));
        assertThat(blocks.closed).isOne();
    }

    @Test
    void wrap_bodyThatSwallowsTheInterrupt_isAnsweredWith503() throws Exception {
        var blocks = new Apps.Blocks(() -> {
            spin();
            return "late".getBytes(UTF_8);
        });
        is503(TestGateway.get("/").send(SOON.wrap(Apps.answers("200 OK", Apps.TEXT, blocks))));
        assertThat(blocks.closed).isOne();
    }

    @Test
    void wrap_timeThatIsOverWhileTheServerSends_isNoInterruptThere() throws Exception {
        var blocks = new Apps.Blocks(Apps.block(""), Apps.block("late"));
        is503(TestGateway.get("/").send((environ, startResponse) -> {
            var time = TimeLimit.untimed();
            var result = SOON.call(Apps.answers("200 OK", Apps.TEXT, blocks), environ, startResponse, time);
            time.expire();
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            return result;
        }));
        assertThat(blocks.closed).isOne();
    }

    @Test
    void wrap_bodyThatHasBegun_hasNoLimit() throws Exception {
        var time = TimeLimit.untimed();
        var blocks = new Apps.Blocks(Apps.block("a"), () -> {
            time.expire();
            return "b".getBytes(UTF_8);
        });
        var answer = TestGateway.get("/")
                .send((environ, startResponse) ->
                        SOON.call(Apps.answers("200 OK", Apps.TEXT, blocks), environ, startResponse, time));
        assertThat(answer.text()).isEqualTo("ab");
    }

    @Test
    void wrap_writeThatHasBegun_hasNoLimit() throws Exception {
        var time = TimeLimit.untimed();
        Application writes = (environ, startResponse) -> {
            startResponse.start("200 OK", Apps.TEXT).write("a".getBytes(UTF_8));
            time.expire();
            return Body.of("b");
        };
        assertThat(TestGateway.get("/")
                        .send((environ, startResponse) -> SOON.call(writes, environ, startResponse, time))
                        .text())
                .isEqualTo("ab");
    }

    @Test
    void wrap_writeBehindTheTime_sendsNothing() throws Exception {
        var request = TestGateway.get("/");
        is503(request.send(SOON.wrap((environ, startResponse) -> {
            var writer = startResponse.start("200 OK", Apps.TEXT);
            spin();
            writer.write("late".getBytes(UTF_8));
            return Body.empty();
        })));
        assertThat(request.log).noneMatch(line -> line.startsWith("write"));
    }

    @Test
    void wrap_readOfTheBody_isNotInterrupted_butTheNextIs() throws Exception {
        var time = TimeLimit.untimed();
        var input = new InputBody() {
            @Override
            protected int readBody(byte[] into, int offset, int length) {
                time.expire();
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
                return 1;
            }
        };
        Application reads = (environ, startResponse) -> {
            assertThat(environ.input().read(new byte[1])).isOne();
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
            environ.input().read(new byte[1]);
            return Body.empty();
        };
        is503(TestGateway.of("POST", "/")
                .with(Environ.WSGI_INPUT, input)
                .send((environ, startResponse) -> SOON.call(reads, environ, startResponse, time)));
    }

    @Test
    void read_behindTheTime_throwsWithoutReading() {
        var time = TimeLimit.untimed();
        time.expire();
        var input = new TimedInput(InputBody.of(new byte[] {1}), time);
        assertThatThrownBy(input::read).isInstanceOf(InterruptedIOException.class);
        assertThatThrownBy(input::sendContinue).isInstanceOf(InterruptedIOException.class);
    }

    @Test
    void wrap_headThatIsNotIterated_endsTheLimitAtClose() throws Exception {
        var time = TimeLimit.untimed();
        var blocks = new Apps.Blocks(Apps.block("x"));
        var request = TestGateway.get("/");
        var result = (AutoCloseable) LATER.call(
                Apps.answers("200 OK", Apps.TEXT, blocks),
                request.environ,
                (status, headers, error) -> block -> {},
                time);
        result.close();
        time.expire();
        assertThat(blocks.closed).isOne();
    }

    @Test
    void end_ofAnInterruptThatIsNotItsOwn_leavesIt() {
        var time = TimeLimit.untimed();
        Thread.currentThread().interrupt();
        assertThat(time.end()).isTrue();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void retryAfter_andExcept() throws Exception {
        var timeouts = SOON.retryAfter(Duration.ofMillis(2500))
                .except(environ -> environ.pathInfo().equals("/ws"));
        var site = timeouts.wrap((environ, startResponse) -> {
            if (environ.pathInfo().equals("/ws")) {
                Thread.sleep(2 * SHORT.toMillis());
                return Apps.HELLO.call(environ, startResponse);
            }
            block();
            return Body.empty();
        });
        assertThat(TestGateway.get("/").send(site).header("Retry-After")).isEqualTo("3");
        assertThat(TestGateway.get("/ws").send(site).text()).isEqualTo("hello");
    }

    @Test
    void after_notPositive_throws() {
        assertThatIllegalArgumentException().isThrownBy(() -> Timeouts.after(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> SOON.retryAfter(Duration.ofSeconds(-1)));
    }

    /** A request whose time ends at about the moment at which its answer comes. */
    private static final class Ending implements Race.Round {
        private static final int MAX_SPINS = 60;
        private final TimeLimit time = TimeLimit.untimed();
        private final int spins = ThreadLocalRandom.current().nextInt(MAX_SPINS);
        private final boolean streams = spins % 2 == 0;
        private volatile boolean begun;

        private Iterable<byte[]> answer(Environ environ, StartResponse startResponse) {
            for (int spin = 0; spin < spins; spin++) {
                Thread.onSpinWait();
            }
            startResponse.start("200 OK", Apps.TEXT);
            return streams ? new Apps.Blocks(Apps.block(""), Apps.block("x")) : Body.of("x");
        }

        @Override
        public void first() throws Exception {
            begun = true;
            var answer = TestGateway.get("/")
                    .send((environ, startResponse) -> SOON.call(this::answer, environ, startResponse, time));
            assertThat(answer.code()).isIn(200, 503);
        }

        @Override
        public void second() {
            while (!begun) {
                Thread.onSpinWait();
            }
            time.expire();
        }

        @Override
        public void check() {
            assertThat(Thread.interrupted()).as("an interrupt came late").isFalse();
        }
    }

    @Test
    void wrap_timeThatEndsAsTheAnswerComes_isTheOneOrTheOther_andLeavesNoInterrupt() throws Exception {
        Race.run(Duration.ofSeconds(1), Ending::new);
    }
}
