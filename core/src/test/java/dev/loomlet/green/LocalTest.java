package dev.loomlet.green;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the package says of eventlet's corolocal: the JDK has what takes its place. */
@NoGreenThreadLeft.Checked
class LocalTest {

    private static final ThreadLocal<List<String>> SEEN = ThreadLocal.withInitial(ArrayList::new);
    private static final ScopedValue<String> USER = ScopedValue.newInstance();

    private static int see(String page) {
        SEEN.get().add(page);
        return SEEN.get().size();
    }

    @Test
    void threadLocal_eachThread_startsWithAValueOfItsOwn() throws Exception {
        see("a");

        assertThat(Green.spawn(() -> see("b") + see("c")).await()).isEqualTo(1 + 2);

        assertThat(SEEN.get()).containsExactly("a");
        SEEN.remove();
    }

    @Test
    void scopedValue_inTheBlock_isSeenByWhatItCallsAndHandedOnByWord() throws Exception {
        var user = ScopedValue.where(USER, "ada").call(() -> {
            assertThat(Green.spawn(() -> USER.isBound()).await()).isFalse();
            var mine = USER.get();
            return Green.spawn(() -> ScopedValue.where(USER, mine).call(() -> USER.get()))
                    .await();
        });

        assertThat(user).isEqualTo("ada");
        assertThat(USER.isBound()).isFalse();
    }
}
