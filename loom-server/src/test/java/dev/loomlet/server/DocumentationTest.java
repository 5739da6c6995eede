package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.server.http1.Violation;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The pages that list settings, refusals and the rules of PEP 3333 say what the code does. */
class DocumentationTest {

    private static final Path DOCS = Path.of("..", "docs");
    private static final Pattern SETTING =
            Pattern.compile("^\\| `(\\w+)` \\| `([^`]+)` \\| ([^|]+) \\|", Pattern.MULTILINE);

    private static final Pattern NUMBERED = Pattern.compile("\\| (\\d+) \\|.*\\| ([^|]+) \\|");
    private static final Pattern TEST = Pattern.compile("`(\\w*)#(\\w+)`");

    @Test
    void configPage_hasEverySetting_withItsTypeAndDefault() throws Exception {
        var inCode = new LinkedHashMap<String, String>();
        for (var method : ServerConfig.class.getMethods()) {
            if (isSetting(method)) {
                var type = method.getGenericReturnType().getTypeName().replaceAll("[a-z]+\\.", "");
                inCode.put(method.getName(), type + " " + text(method.invoke(ServerConfig.defaults())));
            }
        }
        var inPage = new LinkedHashMap<String, String>();
        var rows = SETTING.matcher(Files.readString(DOCS.resolve("config.md")));
        while (rows.find()) {
            inPage.put(rows.group(1), rows.group(2) + " " + rows.group(3));
        }
        assertThat(inPage).containsExactlyInAnyOrderEntriesOf(inCode);
    }

    @Test
    void builder_canSetEverySetting() {
        var inConfig = Arrays.stream(ServerConfig.class.getMethods())
                .filter(DocumentationTest::isSetting)
                .map(Method::getName)
                .collect(Collectors.toSet());
        var inBuilder = Arrays.stream(ServerConfigBuilder.class.getMethods())
                .filter(method -> method.getReturnType() == ServerConfigBuilder.class)
                .map(Method::getName)
                .collect(Collectors.toSet());
        assertThat(inBuilder).isEqualTo(inConfig);
    }

    private static boolean isSetting(Method method) {
        return method.getDeclaringClass() == ServerConfig.class
                && !Modifier.isStatic(method.getModifiers())
                && !method.getName().equals("toBuilder");
    }

    private static String text(Object value) {
        return switch (value) {
            case Duration duration -> duration.toSeconds() + " s";
            case Optional<?> optional when optional.isEmpty() -> "none";
            case Map<?, ?> map when map.isEmpty() -> "none";
            case NoAccessLog off -> "none";
            case java.io.PrintStream stream when stream.equals(System.err) -> "System.err";
            case java.util.concurrent.ThreadFactory threads ->
                threads.newThread(() -> {}).isVirtual() ? "virtual threads" : "?";
            default -> value.toString();
        };
    }

    @Test
    void errorsPage_isThatOfTheViolations() throws IOException {
        var rows = new StringBuilder();
        for (var violation : Violation.values()) {
            rows.append("| %s | %d | %s | %s |%n"
                    .formatted(violation, violation.status(), violation.section(), violation.sentence()));
        }
        assertThat(Files.readString(DOCS.resolve("errors.md"))).endsWith(rows);
    }

    /** {@code Request#name}, and {@code #name} for one more test of the same class. */
    @Test
    void wsgiPage_forEachNumber_namesTestsThatExist() throws Exception {
        var numbers = new ArrayList<Integer>();
        for (var line : Files.readAllLines(DOCS.resolve("wsgi.md"))) {
            var row = NUMBERED.matcher(line);
            if (row.matches()) {
                numbers.add(Integer.valueOf(row.group(1)));
                assertTestsExist(row.group(2));
            }
        }
        assertThat(numbers)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, 30).boxed().toList());
    }

    @Test
    void http2Page_namesTestsThatExist() throws Exception {
        int named = 0;
        for (var line : Files.readAllLines(DOCS.resolve("http2.md"))) {
            if (line.contains("Test#")) {
                assertTestsExist(line);
                named++;
            }
        }
        assertThat(named).isGreaterThan(10);
    }

    private static void assertTestsExist(String cell) throws ClassNotFoundException {
        var tests = TEST.matcher(cell);
        var simpleName = "";
        while (tests.find()) {
            var name = tests.group(1);
            if (!name.isEmpty()) {
                simpleName = name.endsWith("Test") ? name : "Pep3333" + name + "Test";
            }
            var inClass = Arrays.stream(
                            Class.forName("dev.loomlet.server." + simpleName).getDeclaredMethods())
                    .map(Method::getName);
            assertThat(inClass).as(simpleName).contains(tests.group(2));
        }
        assertThat(simpleName).as("a test in: %s", cell).isNotEmpty();
    }
}
