package dev.loomlet.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorizationTest {

    @ParameterizedTest
    @CsvSource({"Aladdin,open sesame", "'',''", "a,b:c", "\u00e4,\u20ac\ud83d\ude00"})
    void basic_written_isReadBack(String user, String password) {
        var value = Authorization.basic(user, password).headerValue();
        var read = Authorization.parse(value).orElseThrow();
        assertThat(read.basic()).contains(new Authorization.Basic(user, password));
        assertThat(read.is("BASIC")).isTrue();
        assertThat(read).isEqualTo(Authorization.basic(user, password));
    }

    /* The vectors of RFC 7617 §2, §2.1. */
    @ParameterizedTest
    @CsvSource({
        "QWxhZGRpbjpvcGVuIHNlc2FtZQ==,Aladdin,open sesame",
        "dGVzdDoxMjPCow==,test,123\u00a3",
        "QTpi,A,b",
        "YTpi,a,b"
    })
    void basic_ofRfc_isDecoded(String token, String user, String password) {
        assertThat(Authorization.parse("basic " + token).orElseThrow().basic())
                .contains(new Authorization.Basic(user, password));
    }

    @Test
    void basic_malformed_isNone() {
        for (var text : new String[] {"nocolon", "", "a:\r\n", "a\0:b", "a:\u00ff", "\u00c3:b", "a:\u007f"}) {
            var token = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.ISO_8859_1));
            assertThat(Authorization.parse("Basic " + token).flatMap(Authorization::basic))
                    .as(text)
                    .isEmpty();
        }
        for (var value : new String[] {"Basic", "Basic a", "Basic a-_b", "Basic YTpi=", "Basic a=b", "Bearer YTpi"}) {
            assertThat(Authorization.parse(value).flatMap(Authorization::basic))
                    .as(value)
                    .isEmpty();
        }
    }

    @Test
    void parameters_ofDigest_areFoundInLowerCase() {
        var digest = Authorization.parse("Digest Username=\"Mufasa\", qop=auth").orElseThrow();
        assertThat(digest.parameters()).containsExactlyInAnyOrderEntriesOf(Map.of("username", "Mufasa", "qop", "auth"));
        assertThat(digest.token()).isEmpty();
        assertThat(digest.scheme()).isEqualTo("Digest");
    }

    @Test
    void text_ofSecrets_doesNotHoldThem() {
        var value = Authorization.basic("user", "open sesame");
        assertThat(value).hasToString("Authorization[Basic]");
        assertThat(value.basic().orElseThrow()).hasToString("Basic[user=user]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:b", "a\n", "\u0085"})
    void basic_illegalUser_isRefused(String user) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Authorization.basic(user, "x"))
                .withMessageContaining("user");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Authorization.basic("x", "\0"))
                .withMessageContaining("password");
    }

    @Test
    void parameters_pastTheLimit_areMalformed() {
        var value = new StringBuilder("Digest a=\"\"");
        for (int i = 1; i < 50; i++) {
            value.append(",b").append(i).append("=1");
        }
        assertThat(Authorization.parse(value.toString())).isPresent();
        assertThat(Authorization.parse(value + ",c=1")).isEmpty();
    }
}
