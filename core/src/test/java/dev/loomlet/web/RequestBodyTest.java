package dev.loomlet.web;

import static dev.loomlet.web.RequestTest.assertStatus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.InputBody;
import dev.loomlet.wsgi.PiecewiseBody;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RequestBodyTest {

    private static Request post(String type, String body) {
        return Request.blank("/").method("POST").body(type, body).build();
    }

    @Test
    void bytes_canBeReadAgain_alsoAsStreamAndForm() throws IOException {
        var request = post("application/x-www-form-urlencoded", "a=1&b=%C3%A4");
        assertThat(request.bytes()).asString().isEqualTo("a=1&b=%C3%A4");
        assertThat(Request.of(request.environ()).bytes()).isSameAs(request.bytes());
        assertThat(request.form().fields()).isEqualTo(Params.of("a", "1", "b", "\u00e4"));
        assertThat(request.text()).isEqualTo("a=1&b=%C3%A4");
        var other = post("text/plain", "abc");
        assertThat(other.bytes()).hasSize(3);
        assertThat(other.stream().readAllBytes()).asString().isEqualTo("abc");
        assertThat(other.bytes()).asString().isEqualTo("abc");
    }

    @Test
    void bytes_ofAnotherBodyPutIntoTheEnviron_areThose() throws IOException {
        var request = post("text/plain", "abc");
        assertThat(request.text()).isEqualTo("abc");
        request.environ().put(Environ.WSGI_INPUT, InputBody.of(new byte[] {'x'}));
        assertThat(request.text()).isEqualTo("x");
    }

    @Test
    void bytes_beyondTheLimit_are413() throws IOException {
        var request = post("text/plain", "abc");
        assertThatIllegalArgumentException().isThrownBy(() -> request.bytes(-1)).withMessageContaining("most");
        assertThat(request.bytes(3)).hasSize(3);
        assertStatus(413, () -> request.bytes(2));
        assertStatus(413, () -> post("text/plain", "abc").bytes(2));
    }

    @Test
    void bytes_ofABodyThatTheFormHasRead_areTheProgrammersFault() throws IOException {
        var request = post("application/x-www-form-urlencoded", "a=1");
        assertThat(request.form().first("a")).contains("1");
        assertThatIllegalStateException().isThrownBy(request::bytes).withMessageContaining("form()");
    }

    @Test
    void bytes_ofABodyThatBreaksOff_fail() {
        var request = post("text/plain", "");
        request.environ().put(Environ.WSGI_INPUT, PiecewiseBody.brokenOff(new byte[] {1}, new IOException("gone")));
        assertThatThrownBy(request::bytes).isInstanceOf(IOException.class).hasMessage("gone");
    }

    @Test
    void text_isDecodedByItsCharset_andRefusedIfItIsNot() throws IOException {
        assertThat(post("text/plain", "\u00e4").text()).isEqualTo("\u00e4");
        var latin = new byte[] {(byte) 0xe4};
        assertThat(Request.blank("/")
                        .body("text/plain; charset=iso-8859-1", latin)
                        .build()
                        .text())
                .isEqualTo("\u00e4");
        assertStatus(
                400, () -> Request.blank("/").body("text/plain", latin).build().text());
    }

    @Test
    void json_isReadByTheUsersLibrary_andIs400IfThatThrows() throws IOException {
        assertThat(post("application/json", "[1]").json(String::length)).isEqualTo(3);
        assertStatus(400, () -> post("application/json", "x").json(Integer::parseInt));
        assertStatus(
                422,
                () -> post("application/json", "x").json(text -> {
                    throw HttpException.unprocessableContent("no");
                }));
    }

    @Test
    void params_areTheQueryAndThenTheForm() throws IOException {
        var request = Request.blank("/?a=1&b=2").field("a", "3").build();
        assertThat(request.params()).isEqualTo(Params.of("a", "1", "b", "2", "a", "3"));
        assertThat(request.method()).isEqualTo("POST");
    }

    @Test
    void form_ofABodyOfAnotherType_isEmpty_andTheBodyUntouched() throws IOException {
        var request = post("application/json", "{}");
        assertThat(request.form().fields()).isEqualTo(Params.empty());
        assertThat(request.form().uploads()).isEmpty();
        assertThat(new String(request.stream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("{}");
    }
}
