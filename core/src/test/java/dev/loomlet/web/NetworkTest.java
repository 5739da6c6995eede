package dev.loomlet.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.Inet4Address;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.3.4, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "10.0.0.0/8, 9.255.255.255, false",
        "192.168.4.0/22, 192.168.7.255, true",
        "192.168.4.0/22, 192.168.8.0, false",
        "0.0.0.0/0, 203.0.113.7, true",
        "127.0.0.1, 127.0.0.1, true",
        "127.0.0.1, 127.0.0.2, false",
        "127.0.0.1/32, 127.0.0.0, false",
        "2001:db8::/32, 2001:db8:ffff::1, true",
        "2001:db8::/32, 2001:db9::1, false",
        "2001:db8::/33, 2001:db8:8000::, false",
        "::1, ::1, true",
        "::1, ::2, false",
        "fe80::/10, fe80::1%eth0, true",
        "10.0.0.0/8, ::ffff:10.1.2.3, true",
        "::ffff:10.0.0.0/104, 10.1.2.3, true",
        "::ffff:0:0/96, 203.0.113.7, true",
        "::/0, 10.1.2.3, false",
        "::/0, ::ffff:10.1.2.3, false",
        "0.0.0.0/0, ::1, false",
        "::/0, 2001:db8::1, true",
    })
    void contains_anAddressWhoseFirstBitsAreTheNetworks(String network, String address, boolean contained) {
        assertThat(Network.parse(network).contains(Network.address(address).orElseThrow()))
                .isEqualTo(contained);
    }

    @Test
    void contains_everyPrefixLength_countsExactlyThoseBits() throws Exception {
        var ones = InetAddress.getByAddress(new byte[] {-1, -1, -1, -1});
        for (int prefix = 1; prefix <= 32; prefix++) {
            int mask = -1 << (32 - prefix);
            var network = Network.parse(text(mask) + "/" + prefix);
            assertThat(network.contains(ones)).as("/%s", prefix).isTrue();
            var lastBitOff = InetAddress.ofLiteral(text(mask ^ (1 << (32 - prefix))));
            assertThat(network.contains(lastBitOff)).as("/%s", prefix).isFalse();
        }
    }

    private static String text(int address) {
        return (address >>> 24) + "." + (address >> 16 & 0xff) + "." + (address >> 8 & 0xff) + "." + (address & 0xff);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/8",
                "localhost",
                "example.org/8",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/+8",
                "10.0.0.0/08",
                "10.0.0.0/8/8",
                "10.0.0.0/ 8",
                "10.0.0.1/8",
                "10/8",
                "10.0.0/24",
                "167772160",
                "010.0.0.0/8",
                "256.0.0.0",
                "1.2.3.4.5",
                "1.2.3.",
                "1..2.3",
                "::/129",
                "::1/64",
                ":::",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "[::1]",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7::8",
                "12345::",
                "g::",
                "::1.2.3",
                "::1.2.3.04",
                "1.2.3.4::",
                "fe80::1%eth0",
                ":1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:",
                "::ffff:10.0.0.1/104",
                "1:2:3:4:5:6:7:1.2.3.4",
                "10.0.0.0%1",
                "::%",
                "\u0661.2.3.4"
            })
    void parse_ofWhatIsNoNetwork_namesIt(String network) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Network.parse(network))
                .withMessageStartingWith("network ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "localhost", "1", "1.2.3", "0x7f.0.0.1", "127.1", "[::1]", "::1%", "1.2.3.4%5", "1.2.3.4:80"
            })
    void address_ofWhatIsNone_isEmptyAndLooksNothingUp(String literal) {
        assertThat(Network.address(literal)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "::",
        "1:2:3:4:5:6:7:8",
        "1::8",
        "1:2:3:4:5:6:1.2.3.4",
        "::1.2.3.4",
        "2001:DB8::a:0",
        "1:2:3:4:5:6:7::",
        "::2:3:4:5:6:7:8"
    })
    void address_ofIpv6_isTheJdks(String literal) {
        assertThat(Network.address(literal)).contains(InetAddress.ofLiteral(literal));
    }

    @Test
    void address_ofAMappedOne_isIpv4() {
        assertThat(Network.address("::ffff:192.0.2.1").orElseThrow())
                .isInstanceOf(Inet4Address.class)
                .hasToString("/192.0.2.1");
    }

    @Test
    void equalsAndToString_areOfTheFirstAddressAndThePrefix() {
        assertThat(Network.parse("::ffff:10.0.0.0/104"))
                .isEqualTo(Network.parse("10.0.0.0/8"))
                .hasToString("10.0.0.0/8");
        assertThat(Network.parse("10.0.0.0/8")).isNotEqualTo(Network.parse("10.0.0.0/9"));
        assertThat(Network.parse("10.0.0.0")).hasSameHashCodeAs(Network.parse("10.0.0.0/32"));
    }
}
