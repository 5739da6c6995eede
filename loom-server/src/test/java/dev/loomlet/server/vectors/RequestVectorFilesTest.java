package dev.loomlet.server.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.server.http1.Violation;
import dev.loomlet.server.vectors.RequestVector.Kind;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RequestVectorFilesTest {

    /* What no bytes bring about, but time or a setting that is off by default. */
    private static final Set<Violation> WITHOUT_VECTOR = EnumSet.of(
            Violation.HEAD_TIMEOUT, Violation.BODY_TIMEOUT, Violation.LARGE_BODY, Violation.CLEAR_ON_TLS_PORT);

    @ParameterizedTest
    @EnumSource
    void everyRequestFile_hasItsExpectation_andTheOtherWayRound(Kind kind) {
        assertThat(names(kind, ".http")).isNotEmpty().isEqualTo(names(kind, ".expect"));
    }

    @Test
    void everyViolation_hasAVector() {
        var violations = RequestVectors.all().stream()
                .flatMap(vector -> vector.violation().stream())
                .collect(Collectors.toSet());
        var expected = Arrays.stream(Violation.values())
                .filter(violation -> !WITHOUT_VECTOR.contains(violation))
                .collect(Collectors.toSet());
        assertThat(violations).isEqualTo(expected);
    }

    @Test
    void everyVector_hasItsOwnBytes() {
        var byText = RequestVectors.all().stream().collect(Collectors.groupingBy(RequestVector::text));
        assertThat(byText.values()).allSatisfy(vectors -> assertThat(vectors).hasSize(1));
    }

    @Test
    void everyVector_hasItsOwnName() {
        var byName = RequestVectors.all().stream()
                .map(RequestVector::name)
                .collect(Collectors.groupingBy(Function.identity()));
        assertThat(byName.values()).allSatisfy(names -> assertThat(names).hasSize(1));
    }

    private static Set<String> names(Kind kind, String suffix) {
        return RequestVectors.files(kind, suffix)
                .map(Path::getFileName)
                .map(file -> file.toString().replace(suffix, ""))
                .collect(Collectors.toSet());
    }
}
