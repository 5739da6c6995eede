package dev.loomlet.green;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What type an object is declared as in a session. */
public class BackdoorBindingsTest {

    public interface Greeting {
        String greet();
    }

    public static class Base {}

    private static final class Hidden extends Base implements Greeting {
        @Override
        public String greet() {
            return "hello";
        }
    }

    private record Pair(int a, int b) implements Greeting {
        @Override
        public String greet() {
            return "two";
        }
    }

    private interface Secret {}

    private static final String HERE = BackdoorBindingsTest.class.getName();

    private static List<String> types(Object object) {
        return BackdoorBindings.of(Map.of("name", object)).all().getFirst().types();
    }

    @Test
    void type_publicClass_isItself() {
        assertThat(types(new ArrayList<>())).startsWith("java.util.ArrayList").endsWith("java.lang.Object");
        assertThat(types(new Base())).containsExactly(HERE + ".Base", "java.lang.Object");
    }

    @Test
    void type_arrays_areThemselvesIfTheyCanBeNamed() {
        assertThat(types(new int[0][0])).containsExactly("int[][]", "java.lang.Object");
        assertThat(types(new String[0])).containsExactly("java.lang.String[]", "java.lang.Object");
        assertThat(types(new Secret[0])).containsExactly("java.lang.Object");
    }

    @Test
    void type_classThatCannotBeNamed_isTheNextThatCan() {
        Runnable lambda = () -> {};
        assertThat(types(lambda)).containsExactly("java.lang.Runnable", "java.lang.Object");
        assertThat(types(List.of(1))).startsWith("java.util.AbstractCollection");
        assertThat(types(Thread.ofVirtual().unstarted(lambda))).startsWith("java.lang.Thread");
        assertThat(types(new Object() {})).containsExactly("java.lang.Object");
    }

    @Test
    void type_notPublic_isTheNextThatIs() {
        assertThat(types(new Hidden())).containsExactly(HERE + ".Base", HERE + ".Greeting", "java.lang.Object");
        assertThat(types(new Pair(1, 2))).containsExactly(HERE + ".Greeting", "java.lang.Object");
    }

    @Test
    void objects_null_isRefusedByName() {
        var objects = new HashMap<String, Object>();
        objects.put("nothing", null);

        assertThatThrownBy(() -> BackdoorBindings.of(objects))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("nothing");
    }
}
