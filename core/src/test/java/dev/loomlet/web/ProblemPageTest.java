package dev.loomlet.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemPageTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8 | text/html; charset=utf-8",
                "*/* | text/plain; charset=utf-8",
                "application/json | application/json",
                "application/problem+json, application/json;q=0.5 | application/problem+json",
                "text/*;q=0.1, application/json | application/json",
                "image/png | text/plain; charset=utf-8",
                "junk | text/plain; charset=utf-8",
            })
    void page_hasTheFormThatTheClientLikesBest(String accept, String type) throws Exception {
        var sent = Sent.get(Response.error(404, "no"), "Accept", accept);
        assertThat(sent.status().code()).isEqualTo(404);
        assertThat(sent.header("Content-Type")).isEqualTo(type);
        assertThat(sent.header("Vary")).isEqualTo("Accept");
    }

    @Test
    void message_isEscapedInHtml() throws Exception {
        var sent = Sent.get(Response.error(400, "<script>alert(\"1\" & '2')</script>"), "Accept", "text/html");
        assertThat(sent.body())
                .contains("<h1>400 Bad Request</h1>")
                .contains("<p>&lt;script&gt;alert(&quot;1&quot; &amp; &#39;2&#39;)&lt;/script&gt;</p>");
    }

    @Test
    void message_isEscapedInJson() throws Exception {
        var sent = Sent.get(Response.error(422, "a\"b\\c\n</script>\u00e9"), "Accept", "application/json");
        assertThat(sent.body())
                .isEqualTo("{\"status\":422,\"title\":\"Unprocessable Content\","
                        + "\"detail\":\"a\\u0022b\\u005cc\\u000a\\u003c/script\\u003e\u00e9\"}\n");
    }

    @Test
    void redirect_hasAPageToo() throws Exception {
        var sent = Sent.get(Response.redirect("/there"), "Accept", "text/html");
        assertThat(sent.header("Location")).isEqualTo("/there");
        assertThat(sent.body()).contains("<title>302 Found</title>");
    }
}
