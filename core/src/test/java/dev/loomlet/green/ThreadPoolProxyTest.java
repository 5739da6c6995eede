package dev.loomlet.green;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@NoGreenThreadLeft.Checked
class ThreadPoolProxyTest {

    private final ThreadPool pool = new ThreadPool(1);

    @AfterEach
    void closePool() {
        pool.close();
    }

    /** Not public on purpose: users' own interfaces rarely are. */
    interface Disk {
        String read(String name) throws IOException;

        default String readTwice(String name) throws IOException {
            return read(name) + read(name);
        }
    }

    @Test
    void proxy_method_runsOnTheThreadsAndReturnsItsResult() throws Exception {
        var disk = pool.proxy(
                Disk.class, name -> name + " on " + Thread.currentThread().isDaemon());

        assertThat(disk.read("a")).isEqualTo("a on true");
        assertThat(disk.readTwice("b")).isEqualTo("b on trueb on true");
        assertThat(pool.proxy(Supplier.class, Thread::currentThread).get()).isInstanceOf(ThreadPoolThread.class);
    }

    @Test
    void proxy_methodThrows_throwsTheSameObjectUnwrapped() {
        for (var failure :
                List.of(new IOException("why"), new IllegalStateException("why"), new AssertionError("why"))) {
            var disk = pool.proxy(Disk.class, _ -> {
                throw Throwables.<IOException>rethrow(failure);
            });

            assertThatThrownBy(() -> disk.read("a")).isSameAs(failure);
        }
    }

    @Test
    void proxy_methodsOfObject_areCalledOnTheCallersThread() {
        var list = new ArrayList<>(List.of("a")) {
            @Override
            public String toString() {
                return "list on " + Thread.currentThread().getName();
            }
        };

        var proxy = pool.proxy(List.class, list);

        assertThat(proxy.toString())
                .isEqualTo("list on " + Thread.currentThread().getName());
        assertThat(proxy.hashCode()).isEqualTo(list.hashCode());
        assertThat(proxy.equals(new ArrayList<>(List.of("a")))).isTrue();
        assertThat(proxy.equals(pool.proxy(List.class, new ArrayList<>(List.of("a")))))
                .isTrue();
        assertThat(proxy.equals(List.of("b"))).isFalse();
        assertThat(proxy.equals(null)).isFalse();
    }

    @Test
    void proxy_noInterface_isRefusedByName() {
        assertThatThrownBy(() -> pool.proxy(String.class, "text"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("type")
                .hasMessageContaining("java.lang.String");
    }

    @Test
    void proxy_callerInterrupted_throwsWhatTheMethodCanAndKeepsTheInterrupt() {
        var supplier = pool.proxy(Supplier.class, () -> "never");
        Thread.currentThread().interrupt();

        assertThatThrownBy(supplier::get)
                .isInstanceOf(UndeclaredThrowableException.class)
                .hasCauseInstanceOf(InterruptedException.class);

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void proxy_callerKilled_throwsTheKillItself() throws Exception {
        var started = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var supplier = pool.proxy(Supplier.class, () -> {
            started.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return "late";
        });
        var caller = Green.spawn(() -> supplier.get());
        started.await();

        caller.kill();

        assertThatThrownBy(caller::await).isInstanceOf(GreenThreadExit.class);
        goOn.countDown();
    }
}
