package dev.loomlet.green;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** That each lambda and method reference compiles without a cast is most of what is tested here. */
@NoGreenThreadLeft.Checked
class SpawnOverloadsTest {

    private final CountDownLatch called = new CountDownLatch(1);

    @Test
    void spawn_expressionWithValue_hasResult() throws Exception {
        GreenThread<String> green = Green.spawn(() -> value());

        assertThat(green.await()).isEqualTo("value");
    }

    @Test
    void spawn_expressionWithoutValue_runs() throws Exception {
        Green.spawn(() -> call()).await();

        assertThat(called.getCount()).isZero();
    }

    @Test
    void spawn_blockWithCheckedException_runs() throws Exception {
        var green = Green.spawn(() -> {
            Green.sleep(Duration.ZERO);
        });

        assertThat(green.await()).isNull();
    }

    @Test
    void spawn_blockThatOnlyThrows_throws() {
        var green = Green.spawn(() -> {
            throw new IOException("only");
        });

        assertThatThrownBy(green::await).hasMessage("only");
    }

    @Test
    void spawn_methodReferenceWithValue_hasResult() throws Exception {
        GreenThread<String> green = Green.spawn(this::value);

        assertThat(green.await()).isEqualTo("value");
    }

    @Test
    void spawn_methodReferenceWithoutValue_runs() throws Exception {
        Green.spawn(this::call).await();

        assertThat(called.getCount()).isZero();
    }

    @Test
    void spawn_constructorReference_hasResult() throws Exception {
        GreenThread<SpawnOverloadsTest> green = Green.spawn(SpawnOverloadsTest::new);

        assertThat(green.await()).isNotNull();
    }

    @Test
    void spawn_overloadedMethodReference_needsATarget() throws Exception {
        List<Integer> numbers = new ArrayList<>(List.of(1));

        /* ArrayList::new alone could be either; javac wants to be told, as for ExecutorService.submit. */
        Green.Work work = numbers::removeLast;
        Green.spawn(work).await();

        assertThat(numbers).isEmpty();
    }

    @Test
    void spawnAfter_eachKindOfLambda_compilesLikeSpawn() throws Exception {
        GreenThread<String> withResult = Green.spawnAfter(Duration.ZERO, this::value);
        Green.spawnAfter(Duration.ZERO, this::call).await();
        Green.spawnAfter(Duration.ZERO, () -> Green.sleep(Duration.ZERO)).await();
        GreenThread<String> local = Green.spawnAfterLocal(Duration.ZERO, this::value);
        Green.spawnAfterLocal(Duration.ZERO, this::call).await();
        Green.spawnN(this::value);

        assertThat(withResult.await()).isEqualTo(local.await());
    }

    private String value() {
        return "value";
    }

    private void call() {
        called.countDown();
    }
}
