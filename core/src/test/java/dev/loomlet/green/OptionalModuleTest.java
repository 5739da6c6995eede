package dev.loomlet.green;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class OptionalModuleTest {

    /** What runs in a JVM that has {@code java.base} alone. */
    static final class Small {

        private Small() {}

        public static void main(String[] args) throws IOException {
            try {
                Backdoor.serve(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Map.of());
            } catch (UnsupportedOperationException e) {
                System.out.println(e.getMessage());
            }
            try {
                GreenDebug.threads();
            } catch (UnsupportedOperationException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @Test
    @Timeout(60) // a JVM starts
    void modules_areNotThere_errorsSayWhatToDo() throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var classPath = System.getProperty("java.class.path");
        var child = new ProcessBuilder(
                        java, "-Xshare:auto", "--limit-modules", "java.base", "-cp", classPath, Small.class.getName())
                .redirectErrorStream(true)
                .start();
        try {
            assertThat(new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains(
                            "the module jdk.jshell is needed for the backdoor: start java with --add-modules jdk.jshell")
                    .contains("the module jdk.management is needed to look at threads: start java with --add-modules");
            assertThat(child.waitFor()).isZero();
        } finally {
            child.destroyForcibly();
        }
    }
}
