package dev.loomlet.server.http1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.server.Server;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.NameAndTypeEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The package neither does I/O, nor starts a thread, nor reads a clock: its class files name nothing that could. */
class NoIoInHttp1Test {

    private static final Set<String> CLASSES = Set.of(
            "java/io/IOException",
            "java/io/Serializable",
            "java/nio/ByteOrder",
            "java/nio/charset/Charset",
            "java/nio/charset/StandardCharsets",
            "java/time/Instant",
            "java/time/ZoneOffset",
            "java/time/ZoneId",
            "java/time/format/DateTimeFormatter",
            "java/time/temporal/TemporalAccessor");
    private static final List<String> PACKAGES =
            List.of("java/lang/", "java/util/", "dev/loomlet/server/http1/", "dev/loomlet/wsgi/", "org/jspecify/");
    /* Of those packages, what starts threads, waits or reads. */
    private static final Pattern FORBIDDEN = Pattern.compile("java/lang/(Thread|Process|Runtime|ScopedValue|foreign/).*"
            + "|java/util/(concurrent|logging|prefs|zip|jar)/.*|java/util/(Timer|Date|Calendar|Scanner).*");
    private static final Pattern TYPES_IN_A_DESCRIPTOR = Pattern.compile("L([^;<]+);");

    static Stream<Path> classFiles() throws IOException, URISyntaxException {
        var folder = Path.of(URI.create(
                        HeadScanner.class.getResource("HeadScanner.class").toString()))
                .getParent();
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".class")).sorted().toList().stream();
        }
    }

    @Test
    void classFiles_areThoseOfThePackage() throws Exception {
        assertThat(classFiles().map(file -> file.getFileName().toString()))
                .contains("HeadScanner.class", "ChunkedDecoder$State.class")
                .hasSizeGreaterThan(20);
    }

    @ParameterizedTest
    @MethodSource("classFiles")
    void classFile_namesNothingThatDoesIoOrReadsAClock(Path file) throws IOException {
        assertThat(suspects(ClassFile.of().parse(file))).isEmpty();
    }

    /** What is looked for is found where it is. */
    @ParameterizedTest
    @ValueSource(strings = {"BlockingTransport", "Deadlines", "DateClock", "RequestBody", "Connection", "Listener"})
    void classFileThatDoesIo_isFoundOut(String name) throws IOException {
        try (var bytes = Server.class.getResourceAsStream(name + ".class")) {
            assertThat(suspects(ClassFile.of().parse(bytes.readAllBytes()))).isNotEmpty();
        }
    }

    private static Set<String> suspects(ClassModel model) {
        var suspects = new TreeSet<String>();
        for (PoolEntry entry : model.constantPool()) {
            switch (entry) {
                case ClassEntry type -> addSuspects(type.asSymbol().descriptorString(), suspects);
                case NameAndTypeEntry nameAndType ->
                    addSuspects(nameAndType.type().stringValue(), suspects);
                case MemberRefEntry member when isClock(member) -> suspects.add(name(member));
                default -> {}
            }
        }
        return suspects;
    }

    private static void addSuspects(String descriptor, Set<String> suspects) {
        for (var type : types(descriptor)) {
            boolean known = CLASSES.contains(type) || PACKAGES.stream().anyMatch(type::startsWith);
            if (!known || FORBIDDEN.matcher(type).matches()) {
                suspects.add(type);
            }
        }
    }

    private static List<String> types(String descriptor) {
        var types = new ArrayList<String>();
        var matcher = TYPES_IN_A_DESCRIPTOR.matcher(descriptor);
        while (matcher.find()) {
            types.add(matcher.group(1));
        }
        return types;
    }

    /* Of System, copying arrays is all that is not input, output or time. */
    private static boolean isClock(MemberRefEntry member) {
        boolean system = member.owner().asInternalName().equals("java/lang/System");
        return (system && !member.name().equalsString("arraycopy"))
                || member.name().equalsString("now");
    }

    private static String name(MemberRefEntry member) {
        return member.owner().asInternalName() + "." + member.name().stringValue();
    }
}
