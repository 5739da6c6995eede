package dev.loomlet.wsgi;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileWrapperTest {

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void writeFile() throws IOException {
        file = Files.writeString(folder.resolve("file"), "0123456789", ISO_8859_1);
    }

    private static InputStream stream(String latin1) {
        return new ByteArrayInputStream(latin1.getBytes(ISO_8859_1));
    }

    private static List<String> texts(Iterable<byte[]> blocks) {
        var texts = new ArrayList<String>();
        blocks.forEach(block -> texts.add(new String(block, ISO_8859_1)));
        return texts;
    }

    /** Counts the calls of close. */
    private static class Watched extends ByteArrayInputStream {
        private int closes;

        Watched() {
            super(new byte[3]);
        }

        @Override
        public void close() throws IOException {
            closes++;
        }
    }

    /** A file that is not sent as it lies there. */
    private static final class Filtered extends FileInputStream {
        Filtered(Path file) throws IOException {
            super(file.toFile());
        }

        @Override
        public int read(byte[] into) throws IOException {
            int count = super.read(into);
            for (int i = 0; i < count; i++) {
                into[i] ^= 0x40;
            }
            return count;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1,0 1 2 3 4 5 6 7 8 9",
        "3,012 345 678 9",
        "5,01234 56789",
        "9,012345678 9",
        "10,0123456789",
        "11,0123456789",
        "8192,0123456789"
    })
    void iterator_blockSize_givesBlocksOfItAndTheRest(int blockSize, String blocks) throws IOException {
        try (var wrapper = new FileWrapper(stream("0123456789"), blockSize)) {
            assertThat(texts(wrapper)).containsExactly(blocks.split(" "));
        }
    }

    @Test
    void iterator_noBlockSize_givesBlocksOf8192() throws IOException {
        var bytes = new byte[2 * 8192 + 1];
        try (var wrapper = new FileWrapper(new ByteArrayInputStream(bytes))) {
            assertThat(wrapper).extracting(block -> block.length).containsExactly(8192, 8192, 1);
        }
        assertThat(FileWrapper.DEFAULT_BLOCK_SIZE).isEqualTo(8192);
    }

    @Test
    void iterator_streamThatGivesLess_givesShorterBlocksAndNoEmptyOnes() throws IOException {
        var pieces = PiecewiseBody.of(
                "0123456789".getBytes(ISO_8859_1), List.of(4, 1, 5).iterator()::next);
        try (var wrapper = new FileWrapper(pieces, 8)) {
            assertThat(texts(wrapper)).containsExactly("0123", "4", "56789");
        }
    }

    @Test
    void iterator_emptyStream_givesNothing() throws IOException {
        try (var wrapper = new FileWrapper(stream(""))) {
            var blocks = wrapper.iterator();
            assertThat(blocks.hasNext()).isFalse();
            assertThat(blocks.hasNext()).isFalse();
            assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(blocks::next);
        }
    }

    @Test
    void iterator_nextWithoutHasNext_givesEachBlock() throws IOException {
        try (var wrapper = new FileWrapper(stream("012345"), 4)) {
            var blocks = wrapper.iterator();
            assertThat(blocks.next()).asString(ISO_8859_1).isEqualTo("0123");
            assertThat(blocks.next()).asString(ISO_8859_1).isEqualTo("45");
            assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(blocks::next);
        }
    }

    @Test
    void iterator_ofEachBlock_isAnArrayOfItsOwn() throws IOException {
        try (var wrapper = new FileWrapper(stream("012345"), 2)) {
            var blocks = new ArrayList<byte[]>();
            wrapper.forEach(blocks::add);
            assertThat(texts(blocks)).containsExactly("01", "23", "45");
        }
    }

    @Test
    void iterator_twice_isRefused() throws IOException {
        try (var wrapper = new FileWrapper(stream("01"))) {
            var first = wrapper.iterator();
            assertThatIllegalStateException().isThrownBy(wrapper::iterator);
            assertThat(first.next()).asString(ISO_8859_1).isEqualTo("01");
        }
    }

    @Test
    void iterator_failingStream_throwsTheErrorUnchecked() throws IOException {
        var failure = new IOException("broken off");
        try (var wrapper = new FileWrapper(PiecewiseBody.brokenOff(new byte[3], failure))) {
            var blocks = wrapper.iterator();
            assertThat(blocks.next()).hasSize(3);
            assertThatExceptionOfType(UncheckedIOException.class)
                    .isThrownBy(blocks::hasNext)
                    .withCause(failure);
            assertThatExceptionOfType(UncheckedIOException.class)
                    .isThrownBy(blocks::next)
                    .withCause(failure);
        }
    }

    @Test
    void wrapper_notIterated_readsNothing() throws IOException {
        var bytes = PiecewiseBody.of(new byte[10], () -> 1);
        try (var wrapper = new FileWrapper(bytes)) {
            var blocks = wrapper.iterator();
            assertThat(bytes.given()).isZero();
            assertThat(blocks.next()).hasSize(1);
            assertThat(bytes.given()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void blockSize_lessThanOne_isRefused(int blockSize) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FileWrapper(stream(""), blockSize))
                .withMessage("blockSize " + blockSize + " is less than 1");
    }

    @Test
    void channel_ofFileInputStream_isItsFileAtItsPosition() throws IOException {
        try (var in = new FileInputStream(file.toFile());
                var wrapper = new FileWrapper(in, 4)) {
            assertThat(in.skip(3)).isEqualTo(3);
            var channel = wrapper.channel().orElseThrow();
            assertThat(channel).isSameAs(in.getChannel());
            assertThat(channel.position()).isEqualTo(3);
            assertThat(wrapper.stream()).isSameAs(in);
            assertThat(texts(wrapper)).containsExactly("3456", "789");
            assertThat(channel.position()).isEqualTo(10);
        }
    }

    @Test
    void channel_ofFileChannel_isThatOneAtItsPosition() throws IOException {
        try (var channel = FileChannel.open(file);
                var wrapper = new FileWrapper(channel)) {
            channel.position(7);
            assertThat(wrapper.channel()).containsSame(channel);
            assertThat(texts(wrapper)).containsExactly("789");
            assertThat(channel.position()).isEqualTo(10);
        }
    }

    @Test
    void channel_ofSubclassOfFileInputStream_isAbsentAndTheFilterApplies() throws IOException {
        try (var wrapper = new FileWrapper(new Filtered(file))) {
            assertThat(wrapper.channel()).isEmpty();
            assertThat(texts(wrapper)).containsExactly("pqrstuvwxy");
        }
    }

    @Test
    void channel_ofOtherStreams_isAbsent() throws IOException {
        for (var in : List.of(
                stream("01"),
                new BufferedInputStream(new FileInputStream(file.toFile())),
                Files.newInputStream(file))) {
            try (var wrapper = new FileWrapper(in)) {
                assertThat(wrapper.channel()).isEmpty();
                assertThat(wrapper.stream()).isSameAs(in);
            }
        }
    }

    @Test
    void close_ofWrapper_closesTheStreamAndNothingElseDoes() throws IOException {
        var in = new Watched();
        var wrapper = new FileWrapper(in);
        assertThat(wrapper).hasSize(1);
        assertThat(in.closes).isZero();
        wrapper.close();
        assertThat(in.closes).isEqualTo(1);
    }

    @Test
    void close_ofFileWrapper_closesTheChannel() throws IOException {
        var channel = FileChannel.open(file);
        new FileWrapper(channel).close();
        assertThat(channel.isOpen()).isFalse();
        var in = new FileInputStream(file.toFile());
        new FileWrapper(in).close();
        assertThat(in.getChannel().isOpen()).isFalse();
    }

    @Test
    void close_inTheMiddle_endsTheBlocksWithAnError() throws IOException {
        var wrapper = new FileWrapper(FileChannel.open(file));
        var blocks = wrapper.iterator();
        wrapper.close();
        assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(blocks::next);
    }

    @Test
    void close_thatFails_throwsWhatTheStreamThrew() {
        var failure = new IOException("no close");
        var in = new Watched() {
            @Override
            public void close() throws IOException {
                throw failure;
            }
        };
        assertThatThrownBy(() -> new FileWrapper(in).close()).isSameAs(failure);
    }

    @Test
    void factory_noBlockSize_wrapsWithTheUsualOne() {
        var in = stream("01");
        var sizes = new ArrayList<Integer>();
        FileWrapper.Factory factory = (wrapped, blockSize) -> {
            assertThat(wrapped).isSameAs(in);
            sizes.add(blockSize);
            return List.of();
        };
        assertThat(factory.wrap(in)).isEmpty();
        assertThat(sizes).containsExactly(8192);
    }

    @Test
    void part_ofAFile_endsWhereItIsToEnd() throws IOException {
        try (var wrapper = new FileWrapper(FileChannel.open(file).position(1), 2)) {
            assertThat(wrapper.length()).hasValue(2);
            assertThat(wrapper.channel()).isPresent();
            assertThat(wrapper).containsExactly(Arrays.copyOfRange(Files.readAllBytes(file), 1, 3));
        }
        try (var wrapper = new FileWrapper(FileChannel.open(file), 0)) {
            assertThat(wrapper).isEmpty();
        }
        try (var channel = FileChannel.open(file)) {
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> new FileWrapper(channel, -1))
                    .withMessageContaining("length");
        }
    }
}
