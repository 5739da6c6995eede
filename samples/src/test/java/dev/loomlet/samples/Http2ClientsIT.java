package dev.loomlet.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that speak HTTP/2 in clear, none of them ours, are served by the packaged jar. A client that is missing fails. */
@Timeout(180)
class Http2ClientsIT {

    private static final String HELLO = "Hello, World!";
    private static final String PRIOR_KNOWLEDGE = "--http2-prior-knowledge";
    private static final long GIB = 1L << 30;

    @Test
    void curl_withPriorKnowledge_isServed() throws Exception {
        try (var hello = Child.start("hello", "--port", "0")) {
            assertThat(ClientsIT.run(
                            "curl", "-sSv", PRIOR_KNOWLEDGE, hello.url().toString()))
                    .contains("HTTP/2 200", HELLO);
        }
    }

    /** Over TLS, where they agree on it; with prior knowledge curl 7.88 fails on any server's connection that it uses again. */
    @Test
    void curl_twoRequestsOverTls_areServedOnOneConnection() throws Exception {
        try (var tls = Child.start("tls", "--port", "0")) {
            var url = tls.url().toString();
            var output = ClientsIT.run("curl", "-sSkv", url, url);
            assertThat(output).contains("HTTP/2 200", "Re-using existing");
            assertThat(output.split("Hello over HTTP/2.0 and TLSv1.3", -1)).hasSize(3);
        }
    }

    /** On the port of HTTP/2, with and without the wish to upgrade, which is ignored. */
    @Test
    void curl_withHttp1_isServedHttp1() throws Exception {
        try (var hello = Child.start("hello", "--port", "0")) {
            var url = hello.url().toString();
            for (var version : List.of("--http1.1", "--http2")) {
                assertThat(ClientsIT.run("curl", "-sSv", version, url))
                        .contains("HTTP/1.1 200 OK", HELLO)
                        .doesNotContain("HTTP/1.1 101");
            }
        }
    }

    @Test
    void nghttp_getsTheResponse() throws Exception {
        try (var hello = Child.start("hello", "--port", "0")) {
            assertThat(ClientsIT.run("nghttp", "-v", hello.url().toString()))
                    .contains(":status: 200", HELLO, "END_STREAM")
                    .doesNotContain("RST_STREAM");
        }
    }

    @Test
    void h2load_manyStreams_getAnswersOnly() throws Exception {
        try (var hello = Child.start("hello", "--port", "0")) {
            var output = ClientsIT.run(
                    "h2load", "-n", "20000", "-c", "16", "-m", "64", hello.url().toString());
            assertThat(output)
                    .contains("20000 succeeded, 0 failed, 0 errored, 0 timeout", "20000 2xx")
                    .contains("Application protocol: h2c");
        }
    }

    @Test
    void upload_of1GiB_inAHeapOf128MiB_isRead() throws Exception {
        try (var upload = Child.start(List.of("-Xmx128m"), "upload", "--port", "0")) {
            var output = ClientsIT.run(
                    "sh",
                    "-c",
                    "head -c " + GIB + " /dev/zero | curl -sS " + PRIOR_KNOWLEDGE + " -X POST -T - " + upload.url());
            /* SHA-256 of 2^30 zero bytes */
            assertThat(output)
                    .contains(Long.toString(GIB), "49bc20df15e412a64472421e13fe86ff1c5165e18b2afccf160d4dc19fe68a14");
        }
    }

    @Test
    void fileOf1GiB_inAHeapOf128MiB_isSentWhole(@TempDir Path folder) throws Exception {
        var file = folder.resolve("large");
        try (var sparse = Files.newByteChannel(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            sparse.position(GIB - 1).write(ByteBuffer.wrap(new byte[] {42}));
        }
        try (var sample = Child.start(List.of("-Xmx128m"), "file", "--file", file.toString(), "--port", "0")) {
            var output = ClientsIT.run(
                    "sh",
                    "-c",
                    "curl -sS " + PRIOR_KNOWLEDGE + " " + sample.url() + " | cmp - " + file + " && echo same");
            assertThat(output).isEqualTo("same\n");
        }
    }
}
