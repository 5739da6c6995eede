package dev.loomlet.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every value of the vectors means what its file says, and what it means is read as the same again. */
class HeaderVectorsTest {

    @TestFactory
    Stream<DynamicContainer> value_ofVector_meansWhatTheFileSays() {
        return HeaderReaders.READERS.keySet().stream()
                .sorted()
                .map(name -> DynamicContainer.dynamicContainer(
                        name, Vectors.of(name).stream().map(vector -> test(name, vector))));
    }

    private static DynamicTest test(String name, Vectors.Vector vector) {
        return DynamicTest.dynamicTest(vector.value() + " => " + vector.meaning(), () -> {
            var meaning = HeaderReaders.READERS.get(name).apply(vector.value()).orElse("-");
            assertThat(meaning.isEmpty() ? " " : meaning).isEqualTo(vector.meaning());
            HeaderReaders.check(name, vector.value());
        });
    }
}
