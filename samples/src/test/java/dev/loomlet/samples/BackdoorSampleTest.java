package dev.loomlet.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loomlet.server.ServerConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60) // the compiler starts cold
class BackdoorSampleTest {

    @TempDir
    Path folder;

    @Test
    void backdoor_whatIsChangedThere_isSeenByVisitors() throws Exception {
        var door = folder.resolve("door");
        try (var server = SampleServer.spawn(sample(door));
                var first = Prompt.at(UnixDomainSocketAddress.of(door));
                var second = Prompt.at(UnixDomainSocketAddress.of(door))) {
            assertThat(server.get("/").body()).isEqualTo("Hello, visitor 1!\r\n");
            assertThat(first.eval("counter")).isEqualTo("counter ==> 1\n");
            assertThat(first.eval("server.port()"))
                    .isEqualTo("$1 ==> " + server.server().port() + "\n");

            assertThat(first.eval("counter.set(1000)")).isEmpty();
            assertThat(second.eval("greeting.set(\"Good evening\")")).isEmpty();

            assertThat(server.get("/").body()).isEqualTo("Good evening, visitor 1001!\r\n");
            assertThat(second.eval("counter.get()")).isEqualTo("$1 ==> 1001\n");
        }
        assertThat(door).doesNotExist();
    }

    @Test
    void backdoor_cannotBeOpened_serverDoesNotGoOn() throws Exception {
        var door = folder.resolve("door");
        Files.writeString(door, "");
        var config = ServerConfig.builder().port(0).drainOnShutdown(false).build();

        assertThatThrownBy(() -> sample(door).spawn(config)).isInstanceOf(BindException.class);
    }

    private static Sample sample(Path door) throws UsageException {
        var sample = new BackdoorSample();
        sample.option("--backdoor").orElseThrow().set(door.toString());
        return sample;
    }

    /** What {@code nc} is to a backdoor. */
    private record Prompt(SocketChannel channel) implements AutoCloseable {

        private static final String PROMPT = "jshell> ";

        static Prompt at(SocketAddress address) throws IOException {
            var prompt = new Prompt(SocketChannel.open(address));
            assertThat(prompt.read()).contains("Bound: counter, greeting, out, server.");
            return prompt;
        }

        String eval(String line) throws IOException {
            channel.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
            return read();
        }

        private String read() throws IOException {
            var read = new ByteArrayOutputStream();
            var buffer = ByteBuffer.allocate(4096);
            var text = "";
            while (!text.endsWith(PROMPT)) {
                buffer.clear();
                assertThat(channel.read(buffer)).isPositive();
                read.write(buffer.array(), 0, buffer.position());
                text = read.toString(StandardCharsets.UTF_8);
            }
            return text.substring(0, text.length() - PROMPT.length());
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
