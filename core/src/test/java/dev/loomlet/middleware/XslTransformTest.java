package dev.loomlet.middleware;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.loomlet.web.Response;
import dev.loomlet.web.Sent;
import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Headers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class XslTransformTest {

    private static final String DOCUMENT = "<names><name>Ada &amp; Grace</name></names>";
    private static final String PAGE = "<p>Ada &amp; Grace</p>";

    @TempDir
    private Path folder;

    private Path sheet(String output, String template) throws IOException {
        return sheet("<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'>" + output
                + "<xsl:template match='/'>" + template + "</xsl:template></xsl:stylesheet>");
    }

    private Path sheet(String text) throws IOException {
        return Files.writeString(folder.resolve("sheet.xsl"), text);
    }

    private XslTransform names() throws IOException {
        return new XslTransform(
                sheet("<xsl:output method='html' indent='no'/>", "<p><xsl:value-of select='//name'/></p>"));
    }

    private static Response xml(String document) {
        return Response.text(document).contentType("application/xml");
    }

    private static Application blocks(AtomicInteger closed, String... blocks) {
        return (environ, startResponse) -> {
            startResponse.start("200 OK", Headers.of("Content-Type", "text/xml"));
            var bytes = new ArrayList<byte[]>();
            for (var block : blocks) {
                bytes.add(block.getBytes(UTF_8));
            }
            return new PassedResult(new Closing(closed), bytes::iterator);
        };
    }

    private record Closing(AtomicInteger closed) implements Iterable<byte[]>, AutoCloseable {
        @Override
        public java.util.Iterator<byte[]> iterator() {
            throw new AssertionError();
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    @Test
    void document_becomesAPage() throws Exception {
        var application = names().wrap(xml(DOCUMENT)
                .header("ETag", "\"x\"")
                .header("Last-Modified", "Sat, 21 Nov 2026 20:00:00 GMT")
                .header("X-Kept", "1"));

        var sent = Sent.get(application);

        assertThat(sent.status().code()).isEqualTo(200);
        assertThat(sent.body()).isEqualTo(PAGE);
        assertThat(sent.headers())
                .isEqualTo(Headers.of(
                        "Content-Type", "text/html; charset=utf-8",
                        "X-Kept", "1",
                        "Content-Length", Integer.toString(PAGE.length())));
    }

    @Test
    void head_hasThePagesType_andNoLength() throws Exception {
        var sent = Sent.request("HEAD", names().wrap(xml(DOCUMENT)));

        assertThat(sent.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(sent.headers().contains("Content-Length")).isFalse();
        assertThat(sent.body()).isEmpty();
    }

    @Test
    void blocks_areCollected_andClosed() throws Exception {
        var closed = new AtomicInteger();
        var application = names().wrap(blocks(closed, "<names><na", "me>Ada &amp; Grace</name>", "</names>"));
        var lengths = new ArrayList<Integer>();
        var result = application.call(Sent.environ("GET", "/"), (status, headers, error) -> block -> {});
        result.forEach(block -> lengths.add(block.length));
        Body.close(result);

        assertThat(lengths).containsExactly(PAGE.length());
        assertThat(closed).hasValue(1);
        assertThat(Sent.get(application).body()).isEqualTo(PAGE);
    }

    @Test
    void writtenBlocks_areOfTheDocument_andAFileToo() throws Exception {
        Application writes = (environ, startResponse) -> {
            var writer = startResponse.start("200 OK", Headers.of("Content-Type", "text/xml"));
            writer.write("<names>".getBytes(UTF_8));
            return Body.stream(new ByteArrayInputStream("<name>Ada &amp; Grace</name></names>".getBytes(UTF_8)));
        };
        assertThat(Sent.get(names().wrap(writes)).body()).isEqualTo(PAGE);
    }

    @ParameterizedTest
    @CsvSource({
        "200 OK, application/json, X-A, b",
        "200 OK, image/svg+xml, X-A, b",
        "404 Not Found, application/xml, X-A, b",
        "200 OK, application/xml, Content-Encoding, gzip",
        "200 OK, application/xml, Cache-Control, no-transform"
    })
    void otherAnswers_passAsTheyAre(String status, String type, String name, String value) throws Exception {
        var body = List.of(DOCUMENT.getBytes(UTF_8));
        var headers = Headers.of("Content-Type", type, name, value);
        Application application = (environ, startResponse) -> {
            startResponse.start(status, headers);
            return body;
        };
        var sent = new ArrayList<Headers>();
        var result = names().wrap(application).call(Sent.environ("GET", "/"), (line, fields, error) -> {
            sent.add(fields);
            return block -> {};
        });
        assertThat(result).isSameAs(body);
        assertThat(sent).containsExactly(headers);
    }

    @Test
    void lateStart_ofAnotherType_keepsStreaming() throws Exception {
        Application application = (environ, startResponse) -> () -> new java.util.Iterator<>() {
            private int count;

            @Override
            public boolean hasNext() {
                return count < 2;
            }

            @Override
            public byte[] next() {
                if (count++ == 0) {
                    startResponse.start("200 OK", Headers.of("Content-Type", "text/plain"));
                }
                return new byte[] {'x'};
            }
        };
        var sent = Sent.get(names().wrap(application));
        assertThat(sent.body()).isEqualTo("xx");
        assertThat(sent.header("Content-Type")).isEqualTo("text/plain");
    }

    @ParameterizedTest
    @CsvSource({
        "<xsl:output method='text'/>, text/plain; charset=utf-8, Ada & Grace",
        "<xsl:output method='html' encoding='ISO-8859-1'/>, text/html; charset=iso-8859-1, Ada &amp; Grace",
        "<xsl:output method='xml' media-type='a/b+xml' omit-xml-declaration='yes'/>, a/b+xml; charset=utf-8, Ada &amp; Grace"
    })
    void output_decidesTheType(String output, String type, String body) throws Exception {
        var sent = Sent.get(new XslTransform(sheet(output, "<xsl:value-of select='//name'/>")).wrap(xml(DOCUMENT)));

        assertThat(sent.header("Content-Type")).isEqualTo(type);
        assertThat(sent.body()).isEqualTo(body);
    }

    @Test
    void charsetAndParameters_ofTheRequest_areUsed() throws Exception {
        var transform = new XslTransform(sheet(
                        "<xsl:output method='text'/><xsl:param name='path'/>",
                        "<xsl:value-of select='concat($path, //name)'/>"))
                .parameters(environ -> Map.of("path", environ.pathInfo()));
        var application = transform.wrap(
                Response.bytes("<name>\u00e9</name>".getBytes(ISO_8859_1)).contentType("text/xml; charset=iso-8859-1"));

        assertThat(Sent.get(application).body()).isEqualTo("/\u00e9");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<names>",
                "no document",
                "<!DOCTYPE names><names/>",
                "<!DOCTYPE n [<!ENTITY e SYSTEM 'SECRET'>]><names><name>&e;</name></names>",
                "<!DOCTYPE n SYSTEM 'SECRET'><names/>",
                "<!DOCTYPE n [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;&b;&b;'>"
                        + "<!ENTITY d '&c;&c;&c;&c;&c;&c;&c;'><!ENTITY e '&d;&d;&d;&d;&d;&d;&d;'>]><names><name>&e;&e;</name></names>"
            })
    void hostileOrBrokenDocuments_are500(String document) throws Exception {
        var secret = Files.writeString(folder.resolve("secret"), "top secret");

        var sent = Sent.get(
                names().wrap(xml(document.replace("SECRET", secret.toUri().toString()))));

        assertThat(sent.status().code()).isEqualTo(500);
        assertThat(sent.body()).contains("could not be transformed").doesNotContain("top secret", "sheet.xsl");
    }

    @Test
    void deepDocument_is500() throws Exception {
        assertThat(Sent.get(names().wrap(xml("<a>".repeat(100_000) + "</a>".repeat(100_000))))
                        .status()
                        .code())
                .isEqualTo(500);
    }

    @Test
    void longDocuments_andLongPages_are500() throws Exception {
        var limited = names().maxBytes(100);
        var closed = new AtomicInteger();
        var endless = new String[1000];
        java.util.Arrays.fill(endless, "<a/>".repeat(30));

        assertThat(Sent.get(limited.wrap(xml("<a>" + " ".repeat(94) + "</a>")))
                        .status()
                        .code())
                .isEqualTo(500);
        assertThat(Sent.get(limited.wrap(blocks(closed, endless))).status().code())
                .isEqualTo(500);
        assertThat(closed).hasValue(1);
        var growing = new XslTransform(sheet("", "<p><xsl:value-of select='concat(//name, //name, //name)'/></p>"))
                .maxBytes(100);
        assertThat(Sent.get(growing.wrap(xml("<name>" + "x".repeat(50) + "</name>")))
                        .status()
                        .code())
                .isEqualTo(500);
    }

    @Test
    void stylesheet_readsNothingElse_andCallsNoJava() throws Exception {
        var secret = Files.writeString(folder.resolve("secret.xml"), "<s>top secret</s>")
                .toUri();
        var reads = new XslTransform(sheet("", "<p><xsl:copy-of select=\"document('" + secret + "')\"/></p>"));
        assertThat(Sent.get(reads.wrap(xml(DOCUMENT))).body()).doesNotContain("top secret");

        for (var top : new String[] {"<xsl:include href='" + secret + "'/>", "<xsl:import href='" + secret + "'/>"}) {
            assertThatIllegalArgumentException().isThrownBy(() -> new XslTransform(sheet(top, "<p/>")));
        }
        var calls = sheet("<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'"
                + " xmlns:sys='http://xml.apache.org/xalan/java/java.lang.System'><xsl:template match='/'>"
                + "<p><xsl:value-of select=\"sys:getProperty('java.home')\"/></p></xsl:template></xsl:stylesheet>");
        try {
            assertThat(Sent.get(new XslTransform(calls).wrap(xml(DOCUMENT))).body())
                    .doesNotContain(System.getProperty("java.home"));
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageContaining("xtension");
        }
    }

    @Test
    void changedFile_isCompiledAgain_andABrokenOneIsNot() throws Exception {
        var application = names().wrap(xml(DOCUMENT));
        assertThat(Sent.get(application).body()).isEqualTo(PAGE);

        var file = sheet("<xsl:output method='text'/>", "changed");
        assertThat(Sent.get(application).body()).isEqualTo("changed");
        sheet("no stylesheet");
        assertThat(Sent.get(application).body()).isEqualTo("changed");
        Files.delete(file);
        assertThat(Sent.get(application).body()).isEqualTo("changed");
        Files.setLastModifiedTime(sheet("<xsl:output method='text'/>", "back"), FileTime.fromMillis(0));
        assertThat(Sent.get(application).body()).isEqualTo("back");
    }

    @Test
    void stylesheet_thatIsNone_isRefusedAtOnce() {
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> new XslTransform(folder.resolve("nothing")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new XslTransform(sheet("<a>")))
                .withMessageContaining("sheet.xsl");
        assertThatIllegalArgumentException().isThrownBy(() -> names().maxBytes(0));
    }
}
