package dev.loomlet.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.Headers;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {

    private static final TrustedProxies PROXIES = TrustedProxies.of("10.0.0.0/8", "::1");

    private static String client(TrustedProxies proxies, RequestBuilder request) {
        return request.build().client(proxies).map(InetAddress::getHostAddress).orElse("unknown");
    }

    private static RequestBuilder from(String peer) {
        return Request.blank("/").remoteAddr(peer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.7 | 198.51.100.1                      | 203.0.113.7",
                "10.0.0.1    | 198.51.100.1                      | 198.51.100.1",
                "10.0.0.1    | 192.0.2.66, 198.51.100.1          | 198.51.100.1",
                "10.0.0.1    | 192.0.2.66, 198.51.100.1,10.2.3.4 | 198.51.100.1",
                "10.0.0.1    | 10.0.0.3, 10.0.0.2                | 10.0.0.3",
                "10.0.0.1    | 192.0.2.66, unknown               | unknown",
                "10.0.0.1    | 192.0.2.66, 127.1                 | unknown",
                "10.0.0.1    | 192.0.2.66, , 198.51.100.1,       | 198.51.100.1",
                "10.0.0.1    | ,                                 | 10.0.0.1",
                "10.0.0.1    | 198.51.100.1:4711                 | 198.51.100.1",
                "10.0.0.1    | [2001:db8::1]:4711                | 2001:db8:0:0:0:0:0:1",
                "10.0.0.1    | [2001:db8::1]                     | 2001:db8:0:0:0:0:0:1",
                "10.0.0.1    | 2001:db8::1                       | 2001:db8:0:0:0:0:0:1",
                "10.0.0.1    | example.org                       | unknown",
                "::ffff:10.0.0.1 | 198.51.100.1, ::ffff:10.0.0.9  | 198.51.100.1",
                "::1         | 198.51.100.1                      | 198.51.100.1",
                "::2         | 198.51.100.1                      | 0:0:0:0:0:0:0:2",
            })
    void client_byXForwardedFor_isTheFirstFromTheRightThatIsNotTrusted(String peer, String field, String client) {
        assertThat(client(PROXIES, from(peer).header("X-Forwarded-For", field).header("Forwarded", "for=192.0.2.99")))
                .isEqualTo(client);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.7 | for=198.51.100.1                               | 203.0.113.7",
                "10.0.0.1    | for=192.0.2.66, for=198.51.100.1;proto=https   | 198.51.100.1",
                "10.0.0.1    | for=192.0.2.66,for=198.51.100.1, For=\"10.0.0.2:80\" | 198.51.100.1",
                "10.0.0.1    | for=\"[2001:db8::1]:4711\"                     | 2001:db8:0:0:0:0:0:1",
                "10.0.0.1    | for=192.0.2.66, for=unknown                    | unknown",
                "10.0.0.1    | for=192.0.2.66, for=_hidden                    | unknown",
                "10.0.0.1    | for=192.0.2.66, proto=https                    | unknown",
                "10.0.0.1    | for=192.0.2.66 for=198.51.100.1                | unknown",
            })
    void client_byForwarded_isTheFirstFromTheRightThatIsNotTrusted(String peer, String field, String client) {
        var request = from(peer).header("Forwarded", field).header("X-Forwarded-For", "192.0.2.99");
        assertThat(client(PROXIES.sendingForwarded(), request)).isEqualTo(client);
    }

    @Test
    void client_ofATrustedPeerThatSaysNothing_isThePeer() {
        assertThat(client(PROXIES, from("10.0.0.1"))).isEqualTo("10.0.0.1");
        assertThat(client(PROXIES.sendingForwarded(), from("10.0.0.1"))).isEqualTo("10.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "unix"})
    void client_overAUnixSocket_isTheForwardedOne_onlyIfThatIsTrusted(String peer) {
        var request = from(peer).header("X-Forwarded-For", "198.51.100.1");
        assertThat(client(PROXIES, request)).isEqualTo("unknown");
        assertThat(client(PROXIES.overUnixSockets(), request)).isEqualTo("198.51.100.1");
        assertThat(client(PROXIES.overUnixSockets(), from("nobody").header("X-Forwarded-For", "198.51.100.1")))
                .isEqualTo("unknown");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "-              | -       | -                    | http  | localhost",
                "198.51.100.1   | https   | example.org:8443     | https | example.org:8443",
                "198.51.100.1   | HTTPS   | [2001:db8::1]        | https | [2001:db8::1]",
                "192.0.2.6, 198.51.100.1, 10.0.0.2 | http, https, http | a, b, c | https | b",
                "192.0.2.6, 198.51.100.1 | https | b             | https | b",
                "198.51.100.1   | http, https | a, b             | https | b",
                "198.51.100.1   | ftp     | a/b                  | http  | localhost",
                "198.51.100.1   | -       | user@a               | http  | localhost",
                "198.51.100.1   | -       | a:123456             | http  | localhost",
                "198.51.100.1   | -       | a:x                  | http  | localhost",
                "198.51.100.1   | -       | [::1                 | http  | localhost",
                "198.51.100.1   | -       | a b                  | http  | localhost",
            })
    void schemeAndHost_areWhatTheFirstProxySaw(
            String addresses, String schemes, String hosts, String scheme, String host) {
        var request = from("10.0.0.1");
        if (addresses != null) {
            request.header("X-Forwarded-For", addresses);
        }
        if (schemes != null) {
            request.header("X-Forwarded-Proto", schemes);
        }
        if (hosts != null) {
            request.header("X-Forwarded-Host", hosts);
        }
        var client = PROXIES.client(request.build().environ());
        assertThat(client.scheme()).isEqualTo(scheme);
        assertThat(client.host()).isEqualTo(host);
    }

    @Test
    void schemeAndHost_ofForwarded_areThoseOfTheClientsElement() {
        var request = from("10.0.0.1")
                .header("Forwarded", "for=198.51.100.1;proto=https;host=\"a:8443\", for=10.0.0.2;proto=http;host=b")
                .build();
        var client = PROXIES.sendingForwarded().client(request.environ());
        assertThat(client.scheme()).isEqualTo("https");
        assertThat(client.host()).isEqualTo("a:8443");
    }

    @Test
    void wrapped_theApplicationSeesTheClient_andThePeerApart() throws Exception {
        Application tell = (environ, startResponse) -> {
            startResponse.start("200 OK", Headers.empty());
            return Body.of(environ.remoteAddr() + " " + environ.get(TrustedProxies.PROXY_ADDR) + " "
                    + environ.get(Environ.REMOTE_PORT) + " "
                    + Request.of(environ).url());
        };
        var application = PROXIES.wrap(tell);
        var forwarded = from("10.0.0.1")
                .environ(Environ.REMOTE_PORT, "4711")
                .header("X-Forwarded-For", "198.51.100.1")
                .header("X-Forwarded-Proto", "https")
                .header("X-Forwarded-Host", "example.org");
        assertThat(forwarded.call(application).text()).isEqualTo("198.51.100.1 10.0.0.1 null https://example.org/");
        var unknown = from("10.0.0.1").header("X-Forwarded-For", "unknown");
        assertThat(unknown.call(application).text()).isEqualTo(" 10.0.0.1 null http://localhost/");
        var direct = from("203.0.113.7")
                .environ(Environ.REMOTE_PORT, "4711")
                .header("X-Forwarded-For", "198.51.100.1")
                .header("X-Forwarded-Host", "example.org");
        assertThat(direct.call(application).text()).isEqualTo("203.0.113.7 null 4711 http://localhost/");
    }

    @Test
    void of_whatIsNoNetwork_namesIt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrustedProxies.of("proxy"))
                .withMessageContaining("proxy");
        assertThat(TrustedProxies.of().contains(InetAddress.getLoopbackAddress()))
                .isFalse();
    }
}
