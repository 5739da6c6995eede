package dev.loomlet.web;

import static dev.loomlet.web.RequestTest.assertStatus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.InputBody;
import dev.loomlet.wsgi.Lint;
import dev.loomlet.wsgi.PiecewiseBody;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormTest {

    private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path directory;

    private FormLimits limits() {
        return FormLimits.defaults().withDirectory(directory);
    }

    private FormLimits toDisk() {
        return limits().withMemoryBytes(0);
    }

    private static RequestBuilder upload() {
        return Request.blank("/").field("a", "1").file("f", "me.png", "image/png", CONTENT);
    }

    private List<Path> files() throws IOException {
        try (var entries = Files.list(directory)) {
            return entries.toList();
        }
    }

    private static Iterable<byte[]> answer(dev.loomlet.wsgi.StartResponse startResponse, String text) {
        startResponse.start("200 OK", Headers.of("Content-Type", "text/plain"));
        return Body.of(text);
    }

    @Test
    void form_hasFieldsAndFiles() throws IOException {
        var form = upload().file("f", "you\"\r\n\\.txt", "text/plain", new byte[0])
                .build()
                .form(limits());
        assertThat(form.first("a")).contains("1");
        assertThat(form.first("f")).isEmpty();
        assertThat(form.uploads()).hasSize(2);
        assertThat(form.uploads("f")).isEqualTo(form.uploads());
        assertThat(form.upload("g")).isEmpty();
        var file = form.upload("f").orElseThrow();
        assertThat(file.name()).isEqualTo("f");
        assertThat(file.filename()).isEqualTo("me.png");
        assertThat(file.contentType()).contains(MediaType.of("image", "png"));
        assertThat(file.headers().contains("content-disposition")).isTrue();
        assertThat(file.size()).isEqualTo(CONTENT.length);
        assertThat(file.bytes()).isEqualTo(CONTENT);
        assertThat(file.isInMemory()).isTrue();
        assertThat(file).hasToString("upload f, 7 bytes");
        assertThat(form.uploads().getLast().filename()).isEqualTo(".txt");
        assertThat(files()).isEmpty();
    }

    @Test
    void files_beyondTheMemory_goToDisk_whatCameBeforeTheyFilledItStays() throws IOException {
        var form = Request.blank("/")
                .file("a", "a", "text/plain", new byte[4_000])
                .file("b", "b", "text/plain", new byte[25_000])
                .file("c", "c", "text/plain", new byte[15_000])
                .build()
                .form(limits().withMemoryBytes(20_000));
        assertThat(form.uploads()).extracting(Upload::isInMemory).containsExactly(true, false, true);
        assertThat(files()).hasSize(1);
        assertThat(form.uploads().get(1).stream().readAllBytes()).hasSize(25_000);
        form.close();
        assertThat(files()).isEmpty();
    }

    @Test
    void temporaryFile_isForItsOwnerAlone_andDeletedAfterTheRequest() throws Exception {
        var answered = upload().call((environ, startResponse) -> {
            var form = Request.of(environ).form(toDisk());
            assertThat(files()).hasSize(1);
            assertThat(Files.getPosixFilePermissions(files().getFirst())).hasSize(2);
            return answer(startResponse, form.upload("f").orElseThrow().filename());
        });
        assertThat(answered.text()).isEqualTo("me.png");
        assertThat(files()).isEmpty();
    }

    @Test
    void temporaryFile_isDeleted_ifTheApplicationThrows() throws IOException {
        assertThatThrownBy(() -> upload().call((environ, startResponse) -> {
                    Request.of(environ).form(toDisk());
                    assertThat(files()).hasSize(1);
                    throw new IOException("broken");
                }))
                .hasMessage("broken");
        assertThat(files()).isEmpty();
    }

    @Test
    void temporaryFile_isDeleted_ifTheFormIsRefusedOrBreaksOff() throws IOException {
        var upload = upload();
        var body = upload.build().bytes();
        var cut = Arrays.copyOf(body, body.length - 5);
        var refused = upload.build();
        refused.environ().put(Environ.WSGI_INPUT, InputBody.of(cut));
        assertStatus(400, () -> refused.form(toDisk()));
        assertStatus(400, () -> refused.form(toDisk()));
        var broken = upload.build();
        broken.environ().put(Environ.WSGI_INPUT, PiecewiseBody.brokenOff(cut, new IOException("gone")));
        assertThatThrownBy(() -> broken.form(toDisk()))
                .isInstanceOf(IOException.class)
                .hasMessage("gone");
        assertThat(files()).isEmpty();
    }

    @Test
    void moveTo_putsTheFileWhereItStays_fromMemoryAndFromDisk() throws Exception {
        for (var limits : List.of(limits(), toDisk())) {
            var target = directory.resolve("kept-" + limits.memoryBytes());
            upload().call((environ, startResponse) -> {
                var upload = Request.of(environ).form(limits).upload("f").orElseThrow();
                upload.moveTo(target);
                assertThatIllegalStateException().isThrownBy(upload::bytes);
                assertThatIllegalStateException().isThrownBy(upload::stream);
                assertThatIllegalStateException().isThrownBy(() -> upload.moveTo(target));
                return answer(startResponse, "");
            });
            assertThat(target).hasBinaryContent(CONTENT);
            assertThat(Files.getPosixFilePermissions(target)).hasSize(2);
            var again = upload().build().form(limits);
            assertThatThrownBy(() -> again.uploads().getFirst().moveTo(target))
                    .isInstanceOf(FileAlreadyExistsException.class);
            assertThat(again.uploads().getFirst().bytes()).isEqualTo(CONTENT);
            again.close();
        }
        assertThat(files()).hasSize(2);
    }

    @Test
    void upload_ofAClosedForm_isGone() throws IOException {
        var form = upload().build().form(limits());
        form.close();
        form.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> form.uploads().getFirst().bytes());
    }

    @Test
    void form_isReadOnce_alsoThroughAMiddlewareThatWrapsTheBody() throws Exception {
        Application application = (environ, startResponse) ->
                answer(startResponse, Request.of(environ).form().first("a").orElse("none"));
        Application reading = (environ, startResponse) -> {
            var form = Request.of(environ).form();
            assertThat(Request.of(environ).form()).isSameAs(form);
            return new Lint(warning -> {}).wrap(application).call(environ, startResponse);
        };
        assertThat(upload().call(reading).text()).isEqualTo("1");
        assertThat(Request.blank("/").field("a", "2").call(reading).text()).isEqualTo("2");
    }

    @Test
    void form_ofAnotherBodyOrType_isReadAgain() throws IOException {
        var request = Request.blank("/").field("a", "1").build();
        assertThat(request.form().first("a")).contains("1");
        request.environ().put(Environ.WSGI_INPUT, InputBody.of("a=2".getBytes(StandardCharsets.UTF_8)));
        assertThat(request.form().first("a")).contains("2");
        request.environ().put(Environ.CONTENT_TYPE, "text/plain");
        assertThat(request.form().first("a")).isEmpty();
    }

    @Test
    void form_inAnotherCharset_isDecodedByIt() throws IOException {
        var request = Request.blank("/")
                .body("application/x-www-form-urlencoded; charset=iso-8859-1", "a=%E4")
                .build();
        assertThat(request.form().first("a")).contains("\u00e4");
    }

    @Test
    void everyLimit_isKept_andBeyondItIs413() throws IOException {
        var request = upload();
        var size = request.build().bytes().length;
        upload().build().form(limits().withMaxBytes(size)).close();
        assertStatus(413, () -> upload().build().form(limits().withMaxBytes(size - 1)));
        upload().build().form(limits().withMaxParts(2)).close();
        assertStatus(413, () -> upload().build().form(limits().withMaxParts(1)));
        upload().build().form(limits().withMaxFileBytes(CONTENT.length)).close();
        assertStatus(413, () -> upload().build().form(limits().withMaxFileBytes(CONTENT.length - 1)));
        upload().build().form(limits().withMaxFieldBytes(2)).close();
        assertStatus(413, () -> upload().build().form(limits().withMaxFieldBytes(1)));
        assertStatus(413, () -> upload().build().form(limits().withMaxHeaderBytes(64)));
        var fields = Request.blank("/").field("a", "1").field("b", "2");
        fields.build().form(limits().withMaxParts(2).withMaxFieldBytes(7)).close();
        assertStatus(413, () -> fields.build().form(limits().withMaxParts(1)));
        assertStatus(413, () -> fields.build().form(limits().withMaxFieldBytes(6)));
        assertStatus(413, () -> fields.build().form(limits().withMaxBytes(6)));
        assertThat(files()).isEmpty();
    }

    @Test
    void limits_outOfTheirRange_areNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> limits().withMaxParts(0))
                .withMessageStartingWith("maxParts 0 ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> limits().withMaxHeaderBytes(63))
                .withMessageStartingWith("maxHeaderBytes 63 ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> limits().withMaxFileBytes(-1))
                .withMessageStartingWith("maxFileBytes -1 ");
    }
}
