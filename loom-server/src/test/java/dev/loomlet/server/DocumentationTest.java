package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.server.http1.Violation;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The pages that list settings and refusals say what the code does. */
class DocumentationTest {

    private static final Path DOCS = Path.of("..", "docs");
    private static final Pattern SETTING =
            Pattern.compile("^\\| `(\\w+)` \\| `([^`]+)` \\| ([^|]+) \\|", Pattern.MULTILINE);

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
}
