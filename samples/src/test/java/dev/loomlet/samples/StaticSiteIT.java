package dev.loomlet.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A folder of files in clients that people use. They must be installed: a client that is missing fails. */
@Timeout(90)
class StaticSiteIT {

    @Test
    void chromium_pageWithStyleAndScript_isShown_andALinkLeadsIntoAFolder(@TempDir Path profile) throws Exception {
        try (var site = Child.start("static-site", "--port", "0");
                var browser = Browser.open(site.url(), profile)) {
            browser.awaitText("the heading is rgb(0, 80, 120)");
            browser.evaluate("document.querySelector('a').click()");
            browser.awaitText("This page is the index of a folder.");
            browser.evaluate("document.querySelector('a').click()");
            browser.awaitText("The script has run");
            site.signal("TERM");
            assertThat(site.exitCode()).isZero();
        }
    }

    @Test
    void curl_getsRangesConditionsAndCompression(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("digits.txt"), "0123456789".repeat(1000));
        try (var site = Child.start("static-site", "--port", "0", "--folder", folder.toString())) {
            var url = site.url().resolve("/digits.txt").toString();
            assertThat(ClientsIT.run("curl", "-s", "-r", "10-14", url)).isEqualTo("01234");
            assertThat(ClientsIT.run("curl", "-s", "--compressed", url)).isEqualTo("0123456789".repeat(1000));
            assertThat(ClientsIT.run("curl", "-sI", "-H", "Accept-Encoding: gzip", url))
                    .contains("Content-Encoding: gzip", "Vary: Accept-Encoding", "Cache-Control: no-cache");
            var head = ClientsIT.run("curl", "-sI", url);
            assertThat(head).contains("200 OK", "Content-Length: 10000", "Content-Type: text/plain; charset=utf-8");
            var tag = head.lines()
                    .filter(line -> line.startsWith("ETag: "))
                    .findFirst()
                    .orElseThrow();
            assertThat(ClientsIT.run("curl", "-s", "-i", "-H", tag.replace("ETag", "If-None-Match"), url))
                    .startsWith("HTTP/1.1 304 ");
            assertThat(ClientsIT.run("curl", "-s", "-i", "--path-as-is", url + "/../../etc/passwd"))
                    .startsWith("HTTP/1.1 404 ");
        }
    }
}
