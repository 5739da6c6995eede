package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The list in README.md beside this class: that the tests it names are there. */
class BehaviourListTest {

    private static final Path LIST =
            Path.of(System.getProperty("basedir", ".")).resolve("src/test/java/dev/loomlet/server/README.md");
    private static final Pattern NAMED = Pattern.compile("`(\\w+)#(\\w+)`");

    @Test
    void testsThatTheListNames_exist() throws Exception {
        var named = NAMED.matcher(Files.readString(LIST)).results().toList();
        assertThat(named).hasSizeGreaterThan(100).allSatisfy(BehaviourListTest::assertExists);
    }

    private static void assertExists(MatchResult named) throws ClassNotFoundException {
        var test = Class.forName(BehaviourListTest.class.getPackageName() + "." + named.group(1));
        assertThat(Arrays.stream(test.getDeclaredMethods()).map(method -> method.getName()))
                .contains(named.group(2));
    }
}
