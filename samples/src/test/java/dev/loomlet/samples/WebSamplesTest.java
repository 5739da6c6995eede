package dev.loomlet.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.samples.DjangoHandler.Answer;
import dev.loomlet.web.FormLimits;
import dev.loomlet.web.Request;
import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.Lint;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The samples of requests and responses. */
class WebSamplesTest {

    @Test
    void webobHello_anyRequest_isAnsweredWithWhatItWas() throws Exception {
        try (var server = SampleServer.of(new WebobHello())) {
            var request = HttpRequest.newBuilder(server.uri("/caf%C3%A9?a=1"))
                    .header("X-Name", "value")
                    .header("Content-Type", "text/plain")
                    .POST(BodyPublishers.ofString("some text"))
                    .build();
            var response = server.send(request);
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body())
                    .startsWith("POST /caf%C3%A9?a=1\n")
                    .contains("\nX-Name: value\n")
                    .endsWith("\n\nsome text");
        }
    }

    @Test
    void webobHello_malformedForm_is400() throws Exception {
        try (var server = SampleServer.of(new WebobHello())) {
            var request = HttpRequest.newBuilder(server.uri("/"))
                    .header("Content-Type", "multipart/form-data; boundary=B")
                    .POST(BodyPublishers.ofString("--B\r\n\r\n--B--\r\n"))
                    .build();
            assertThat(server.send(request).statusCode()).isEqualTo(400);
        }
    }

    /** A sample that puts the files of a form into a folder, and then fails. */
    private record Failing(Path folder) implements Sample {

        @Override
        public Application application() {
            return (environ, startResponse) -> {
                var limits = FormLimits.defaults().withMemoryBytes(0).withDirectory(folder);
                Request.of(environ).form(limits);
                assertThat(folder).isNotEmptyDirectory();
                throw new IOException("failing on purpose");
            };
        }

        @Override
        public About about() {
            return new About("failing", "fails", "none");
        }
    }

    @Test
    void uploads_ofAnApplicationThatThrows_areDeletedByTheServer(@TempDir Path folder) throws Exception {
        try (var server = SampleServer.of(new Failing(folder))) {
            var request = HttpRequest.newBuilder(server.uri("/"))
                    .header("Content-Type", "multipart/form-data; boundary=B")
                    .POST(BodyPublishers.ofString(
                            "--B\r\nContent-Disposition: form-data; name=f; filename=x\r\n\r\nx\r\n--B--"))
                    .build();
            assertThat(server.send(request).statusCode()).isEqualTo(500);
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void djangoStyle_views_haveCookiesLayersAndFiles() throws Exception {
        try (var server = SampleServer.of(new DjangoStyle())) {
            var first = server.get("/");
            assertThat(first.body()).isEqualTo("Visit 1\n");
            assertThat(first.headers().allValues("Set-Cookie")).containsExactly("visits=1; Path=/; HttpOnly");
            assertThat(first.headers().allValues("X-Frame-Options")).containsExactly("DENY");
            var again = HttpRequest.newBuilder(server.uri("/"))
                    .header("Cookie", "visits=1")
                    .build();
            assertThat(server.send(again).body()).isEqualTo("Visit 2\n");
            assertThat(server.get("/text").body()).startsWith("This text is a file.");
            assertThat(server.get("/nowhere").statusCode()).isEqualTo(404);
            assertThat(server.get("/%FF").statusCode()).isEqualTo(400);
            /* The client may have an answer before its posthooks have run. */
            assertThat(server.get("/count").body()).matches("6 started, [45] finished\n");
        }
    }

    @Test
    void djangoHandler_loadsItsLayersOnce_atTheFirstRequest() throws Exception {
        var loads = new AtomicInteger();
        var finished = new AtomicInteger();
        var handler = new DjangoHandler(request -> Answer.text(200, "view"), () -> {
            loads.incrementAndGet();
            return List.of(
                    view -> request -> view.answer(request).withHeader("X-Layer", "outer"),
                    view -> request -> view.answer(request).withHeader("X-Layer", "inner"));
        });
        handler.onRequestFinished(environ -> finished.incrementAndGet());
        assertThat(loads).hasValue(0);
        for (int i = 0; i < 2; i++) {
            assertThat(Request.blank("/").call(handler).header("X-Layer")).contains("outer");
        }
        assertThat(loads).hasValue(1);
        assertThat(finished).hasValue(2);
    }

    @Test
    void djangoHandler_withoutAFileWrapper_sendsTheFileItself() throws Exception {
        var handler = new DjangoHandler(request -> Answer.file(new ByteArrayInputStream(new byte[] {'x'})), List::of);
        var request = Request.blank("/").build();
        request.environ().remove(Environ.WSGI_FILE_WRAPPER);
        assertThat(request.call(new Lint(warning -> {}).wrap(handler)).text()).isEqualTo("x");
    }
}
