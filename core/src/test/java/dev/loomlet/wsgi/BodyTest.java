package dev.loomlet.wsgi;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BodyTest {

    @Test
    void empty_body_hasNoBlocks() {
        assertThat(Body.empty()).isEmpty();
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> Body.empty().add(new byte[0]));
    }

    @Test
    void of_blocks_areThoseVeryOnesInOrder() {
        var one = new byte[] {1, 2};
        var two = new byte[0];
        assertThat(Body.of(one, two, one))
                .usingElementComparator((a, b) -> a == b ? 0 : 1)
                .containsExactly(one, two, one);
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> Body.of(one).add(two));
    }

    @Test
    void of_text_isOneBlockOfUtf8() {
        assertThat(Body.of("a\u00e9\u4f60\ud83d\ude80")).containsExactly(new byte[] {
            'a',
            (byte) 0xc3,
            (byte) 0xa9,
            (byte) 0xe4,
            (byte) 0xbd,
            (byte) 0xa0,
            (byte) 0xf0,
            (byte) 0x9f,
            (byte) 0x9a,
            (byte) 0x80
        });
        assertThat(Body.of("")).containsExactly(new byte[0]);
    }

    @Test
    void stream_ofInput_isSentFromWhereItStands() throws IOException {
        var in = new ByteArrayInputStream("0123".getBytes(US_ASCII));
        assertThat(in.read()).isEqualTo('0');
        try (var body = Body.stream(in)) {
            assertThat(body.stream()).isSameAs(in);
            assertThat(body.channel()).isEmpty();
            assertThat(body).containsExactly("123".getBytes(US_ASCII));
        }
    }

    @Test
    void file_ofPath_isOpenWithItsLengthKnownUntilClosed(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("file"), "0123");
        var body = Body.file(file);
        var channel = body.channel().orElseThrow();
        assertThat(channel.size() - channel.position()).isEqualTo(4);
        assertThat(body).containsExactly("0123".getBytes(US_ASCII));
        assertThat(channel.isOpen()).isTrue();
        body.close();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void file_thatIsNotThere_isAnErrorAtOnce(@TempDir Path folder) {
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> Body.file(folder.resolve("none")));
    }

    /** The operating system opens one for reading, and fails at the first read, when the headers are sent. */
    @Test
    void file_thatIsAFolder_isAnErrorAtOnce(@TempDir Path folder) {
        assertThatExceptionOfType(FileSystemException.class)
                .isThrownBy(() -> Body.file(folder))
                .withMessage(folder + ": is a directory");
    }
}
