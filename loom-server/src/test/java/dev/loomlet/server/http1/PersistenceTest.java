package dev.loomlet.server.http1;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PersistenceTest {

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_0", "HTTP_1_1"})
    void noConnectionField_leavesItToTheVersion(HttpVersion version) throws ProtocolException {
        var expected = version == HttpVersion.HTTP_1_1 ? Persistence.PERSIST : Persistence.CLOSE;
        assertThat(Persistence.of(Heads.get(version))).isEqualTo(expected);
        assertThat(Persistence.of(
                        Heads.get(version, "X-Connection: keep-alive", "Keep-Alive: timeout=1", "Connectiom: close")))
                .isEqualTo(expected);
    }

    /* A semicolon stands between the values of several fields. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "close                   | CLOSE      | CLOSE",
                "CLOSE                   | CLOSE      | CLOSE",
                "keep-alive              | KEEP_ALIVE | KEEP_ALIVE",
                "Keep-Alive              | KEEP_ALIVE | KEEP_ALIVE",
                "keep-alive, close       | CLOSE      | CLOSE",
                "close, keep-alive       | CLOSE      | CLOSE",
                "keep-alive; close       | CLOSE      | CLOSE",
                "close; keep-alive       | CLOSE      | CLOSE",
                "x; y; close             | CLOSE      | CLOSE",
                "x,close,y               | CLOSE      | CLOSE",
                "', ,close'              | CLOSE      | CLOSE",
                "'x ,\tkeep-alive\t,'    | KEEP_ALIVE | KEEP_ALIVE",
                "x; keep-alive           | KEEP_ALIVE | KEEP_ALIVE",
                "x                       | PERSIST    | CLOSE",
                "closed                  | PERSIST    | CLOSE",
                "clos                    | PERSIST    | CLOSE",
                "close x                 | PERSIST    | CLOSE",
                "keep-alive=1            | PERSIST    | CLOSE",
                "'\"close\"'             | PERSIST    | CLOSE",
                "','                     | PERSIST    | CLOSE",
                "''                      | PERSIST    | CLOSE"
            })
    void connectionField_decidesByVersion(String values, Persistence in11, Persistence in10) throws ProtocolException {
        var lines = Arrays.stream(values.split(";", -1))
                .map(value -> "Connection:" + value)
                .toArray(String[]::new);
        assertThat(Persistence.of(Heads.get(HttpVersion.HTTP_1_1, lines))).isEqualTo(in11);
        assertThat(Persistence.of(Heads.get(HttpVersion.HTTP_1_0, lines))).isEqualTo(in10);
    }
}
