package dev.loomlet.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.benchmarks.report.Metric;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InstructionsTest {

    @Test
    void numbers_areCounted() {
        var printed = """
                123456;;instructions:u;1000000;100.00;;
                789;;instructions:k;1000000;100.00;;
                """;
        assertThat(Instructions.parse(printed))
                .isEqualTo(Map.of(Metric.USER_INSTRUCTIONS, 123_456L, Metric.KERNEL_INSTRUCTIONS, 789L));
    }

    @Test
    void whatIsNotSupported_isNoZero() {
        var printed = """
                <not supported>;;instructions:u;0;100.00;;
                <not counted>;;instructions:k;0;100.00;;
                Error: no access to performance monitoring
                """;
        assertThat(Instructions.parse(printed)).isEmpty();
    }

    @Test
    void machineWithoutThem_nothingIsCountedAndSaidSo() throws Exception {
        var instructions = Instructions.none("not counted: no perf");
        try (var counter = instructions.count(List.of(ProcessHandle.current().pid()))) {
            assertThat(counter.stop()).isEmpty();
        }
        assertThat(instructions.note()).isEqualTo("not counted: no perf");
    }

    @Test
    void probe_endsWithANoteWhateverTheMachine() throws Exception {
        assertThat(Instructions.probe().note()).matches("(not counted: |counted by perf stat: ).+");
    }
}
