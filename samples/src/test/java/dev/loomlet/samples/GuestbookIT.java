package dev.loomlet.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The guestbook in a browser. It must be installed: a client that is missing fails. */
@Timeout(90)
class GuestbookIT {

    @Test
    void chromium_signs_isRemembered_andOthersTextIsOnlyText(@TempDir Path profile) throws Exception {
        try (var guestbook = Child.start("guestbook", "--port", "0");
                var browser = Browser.open(guestbook.url(), profile)) {
            browser.awaitText("You have signed 0 times.");
            sign(browser, "Ann & <i>Bob</i>", "<script>document.title = 'stolen'</script>");
            browser.awaitText("You have signed 1 times.");
            browser.awaitText("Ann & <i>Bob</i>: <script>document.title = 'stolen'</script>");
            assertThat(browser.evaluate("document.title")).contains("\"Guestbook\"");
            assertThat(browser.evaluate("document.scripts.length")).contains("\"value\":0");

            /* The name is still in the form. */
            browser.evaluate("document.forms[0].elements.message.value = 'again'; document.forms[0].requestSubmit()");
            browser.awaitText("You have signed 2 times.");
            browser.awaitText("Ann & <i>Bob</i>: again");
            assertThat(browser.evaluate("document.cookie"))
                    .as("what a script can see")
                    .contains("\"value\":\"\"");

            browser.evaluate("document.forms[0].elements.token.value = 'guessed';"
                    + "document.forms[0].elements.message.value = 'forged'; document.forms[0].requestSubmit()");
            browser.awaitText("403 Forbidden");
            guestbook.signal("TERM");
            assertThat(guestbook.exitCode()).isZero();
        }
    }

    private static void sign(Browser browser, String name, String message) throws InterruptedException {
        browser.evaluate("document.forms[0].elements.name.value = " + Json.string(name)
                + "; document.forms[0].elements.message.value = " + Json.string(message)
                + "; document.forms[0].requestSubmit()");
    }
}
