package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ServerLifeTest {

    @Test
    void spawn_andRequest_isAnswered() throws Exception {
        try (var server = TestServer.of(Apps.HELLO);
                var client = server.connect()) {
            var response = client.get("/").response();
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.text()).isEqualTo("Hello, World!\r\n");
        }
    }
}
