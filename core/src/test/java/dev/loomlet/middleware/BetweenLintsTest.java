package dev.loomlet.middleware;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loomlet.web.Authorization;
import dev.loomlet.web.TrustedProxies;
import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.FileWrapper;
import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.Lint;
import dev.loomlet.wsgi.Middleware;
import dev.loomlet.wsgi.StartResponse;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every middleware of the package keeps PEP 3333: each is put between two {@link Lint}s, of which the inner is to it the application, and the
 * outer the server. What is an application only is put under one.
 */
class BetweenLintsTest {

    private static final List<Subjects.Subject> SUBJECTS = Subjects.ALL;

    /** Applications that wrap none: each has a test here by its name. */
    private static final Set<Class<?>> APPLICATIONS = Set.of(StaticFiles.class, Forward.class, Balance.class);

    private final List<String> warnings = new ArrayList<>();

    private Application between(Middleware middleware, Application application) {
        return lint().wrap(middleware.wrap(lint().wrap(application)));
    }

    private Lint lint() {
        return new Lint(warnings::add);
    }

    private static TestGateway request(String method) {
        return TestGateway.of(method, "/a")
                .header("Accept-Encoding", "gzip")
                .header("Origin", "https://app.example")
                .header("Authorization", Authorization.basic("ann", "secret").headerValue());
    }

    private TestGateway send(String method, Subjects.Subject subject, Application application) throws Exception {
        var answer = request(method).send(between(subject.middleware(), application));
        assertThat(warnings).isEmpty();
        return answer;
    }

    private static Apps.Blocks threeBlocks() {
        return new Apps.Blocks(Apps.block("one "), Apps.block("two "), Apps.block("three"));
    }

    /** Begins its response in its first step. */
    private static Apps.Blocks late(StartResponse startResponse) {
        return new Apps.Blocks(
                () -> {
                    startResponse.start("200 OK", Apps.TEXT);
                    return "one ".getBytes(UTF_8);
                },
                Apps.block("two"));
    }

    @ParameterizedTest
    @FieldSource("SUBJECTS")
    void list_comesThrough(Subjects.Subject subject) throws Exception {
        var body = Body.of("hello");
        var answer = send("GET", subject, Apps.answers("200 OK", Apps.TEXT, body));
        assertThat(answer.code()).isEqualTo(200);
        assertThat(subject.read(answer.bytes())).isEqualTo("hello");
        if (!subject.changesBody()) {
            assertThat(answer.result()).isSameAs(body);
        }
    }

    @ParameterizedTest
    @FieldSource("SUBJECTS")
    void file_comesThrough(Subjects.Subject subject, @TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("file"), "hello");
        var answer = send("GET", subject, (environ, startResponse) -> {
            startResponse.start("200 OK", Apps.TEXT);
            return Body.file(file);
        });
        assertThat(subject.read(answer.bytes())).isEqualTo("hello");
        if (!subject.changesBody()) {
            assertThat(answer.result()).isInstanceOf(FileWrapper.class);
        }
    }

    @ParameterizedTest
    @FieldSource("SUBJECTS")
    void stream_isNotReadAhead_andClosedOnce(Subjects.Subject subject) throws Exception {
        var blocks = threeBlocks();
        var request = request("GET");
        var site = between(subject.middleware(), Apps.answers("200 OK", Apps.TEXT, blocks));
        var answer = request.send(
                (environ, startResponse) -> {
                    var result = site.call(environ, startResponse);
                    assertThat(blocks.asked).as("asked for when it is returned").isZero();
                    return result;
                },
                given -> assertThat(blocks.asked)
                        .as("asked for at block %s", given)
                        .isLessThanOrEqualTo(given));
        assertThat(subject.read(answer.bytes())).isEqualTo("one two three");
        assertThat(blocks.closed).isOne();
    }

    @ParameterizedTest
    @FieldSource("SUBJECTS")
    void stream_thatIsNeverIterated_isClosedOnce(Subjects.Subject subject) throws Exception {
        var blocks = threeBlocks();
        var request = request("GET");
        var result = between(subject.middleware(), Apps.answers("200 OK", Apps.TEXT, blocks))
                .call(request.environ, (status, headers, error) -> block -> {});
        Body.close(result);
        assertThat(blocks.closed).isOne();
    }

    @ParameterizedTest
    @FieldSource("SUBJECTS")
    void stream_thatFailsInTheMiddle_isClosedOnce_andFails(Subjects.Subject subject) {
        var blocks = new Apps.Blocks(Apps.block("one "), () -> {
            throw new IllegalStateException("in the middle");
        });
        assertThatThrownBy(() -> send("GET", subject, Apps.answers("200 OK", Apps.TEXT, blocks)))
                .hasMessage("in the middle");
        assertThat(blocks.closed).isOne();
    }

    @ParameterizedTest
    @FieldSource("SUBJECTS")
    void head_hasTheStatus_andIsClosedOnce(Subjects.Subject subject) throws Exception {
        var blocks = threeBlocks();
        var answer = send("HEAD", subject, Apps.answers("200 OK", Apps.TEXT, blocks));
        assertThat(answer.code()).isEqualTo(200);
        assertThat(answer.text()).isEmpty();
        assertThat(blocks.closed).isOne();
    }

    @ParameterizedTest
    @FieldSource("SUBJECTS")
    void head_withoutBlocks_hasTheStatus(Subjects.Subject subject) throws Exception {
        var answer = send("HEAD", subject, Apps.answers("200 OK", Apps.TEXT, Body.empty()));
        assertThat(answer.code()).isEqualTo(200);
        assertThat(answer.text()).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("SUBJECTS")
    void bodylessStatus_comesThrough(Subjects.Subject subject) throws Exception {
        assertThat(send("GET", subject, Apps.answers("204 No Content", Headers.empty(), Body.empty()))
                        .code())
                .isEqualTo(204);
    }

    @ParameterizedTest
    @FieldSource("SUBJECTS")
    void writes_comeBeforeTheBlocks(Subjects.Subject subject) throws Exception {
        var answer = send("GET", subject, (environ, startResponse) -> {
            var writer = startResponse.start("200 OK", Apps.TEXT);
            writer.write("one ".getBytes(UTF_8));
            writer.write("two ".getBytes(UTF_8));
            return Body.of("three");
        });
        assertThat(subject.read(answer.bytes())).isEqualTo("one two three");
        assertThat(answer.log.get(1)).as("sent at once").startsWith("write ");
    }

    @ParameterizedTest
    @FieldSource("SUBJECTS")
    void startInTheFirstStep_isInTime(Subjects.Subject subject) throws Exception {
        var made = new ArrayList<Apps.Blocks>();
        var answer = send("GET", subject, (environ, startResponse) -> {
            made.add(late(startResponse));
            return made.getFirst();
        });
        assertThat(answer.code()).isEqualTo(200);
        assertThat(subject.read(answer.bytes())).isEqualTo("one two");
        assertThat(made.getFirst().closed).isOne();
    }

    @ParameterizedTest
    @FieldSource("SUBJECTS")
    void secondStart_withAnError_replacesTheFirst(Subjects.Subject subject) throws Exception {
        var answer = send("GET", subject, (environ, startResponse) -> {
            startResponse.start("200 OK", Headers.of("Content-Type", "image/png", "X-First", "1"));
            startResponse.start("503 Service Unavailable", Apps.TEXT, new IOException("replaced"));
            return Body.of("sorry");
        });
        assertThat(answer.code()).isEqualTo(503);
        assertThat(answer.headers.contains("X-First")).isFalse();
        assertThat(subject.read(answer.bytes())).isEqualTo("sorry");
    }

    @ParameterizedTest
    @FieldSource("SUBJECTS")
    void secondStart_behindTheFirstByte_throwsTheError(Subjects.Subject subject) {
        var error = new IllegalStateException("too late");
        assertThatThrownBy(() -> send("GET", subject, (environ, startResponse) -> {
                    startResponse.start("200 OK", Apps.TEXT).write("one".getBytes(UTF_8));
                    startResponse.start("500 Internal Server Error", Apps.TEXT, error);
                    return Body.empty();
                }))
                .isSameAs(error);
    }

    @ParameterizedTest
    @FieldSource("SUBJECTS")
    void body_isReadByTheApplication(Subjects.Subject subject) throws Exception {
        var answer = request("POST").body("a body").send(between(subject.middleware(), (environ, startResponse) -> {
            startResponse.start("200 OK", Apps.TEXT);
            return Body.of(environ.input().readAllBytes());
        }));
        assertThat(subject.read(answer.bytes())).isEqualTo("a body");
        assertThat(warnings).isEmpty();
    }

    @Test
    void staticFiles_getAndHead(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("a"), "hello");
        var site = lint().wrap(StaticFiles.of(folder));
        assertThat(request("GET").without("HTTP_ACCEPT_ENCODING").send(site).text())
                .isEqualTo("hello");
        assertThat(request("HEAD").send(site).text()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD"})
    void forwardAndBalance_getAndHead(String method) throws Exception {
        var head = RawBackend.head("HTTP/1.1 200 OK", "Content-Type: text/plain", "Content-Length: 5");
        var body = method.equals("HEAD") ? "" : "hello";
        try (var backend = RawBackend.answering(head + body);
                var forward = new Forward(backend.uri());
                var balance = Balance.builder().backend(backend.uri()).build()) {
            for (var application : List.<Application>of(forward, balance)) {
                var request = request(method)
                        .with(Environ.HEADERS_RAW, Headers.empty())
                        .with(Environ.RAW_PATH_INFO, "/a");
                assertThat(request.send(lint().wrap(application)).text()).isEqualTo(body);
            }
        }
    }

    /** So that nobody forgets to put a new one into the list. */
    @Test
    void everyMiddlewareOfThePackages_isTestedHere() throws Exception {
        var tested = SUBJECTS.stream().map(Subjects.Subject::type).collect(Collectors.toCollection(HashSet::new));
        tested.addAll(APPLICATIONS);
        assertThat(publicClassesBeside(Cascade.class))
                .filteredOn(type -> Middleware.class.isAssignableFrom(type) || Application.class.isAssignableFrom(type))
                .isNotEmpty()
                .allSatisfy(type -> assertThat(tested).contains(type));
        assertThat(publicClassesBeside(TrustedProxies.class))
                .filteredOn(Middleware.class::isAssignableFrom)
                .isNotEmpty()
                .allSatisfy(type -> assertThat(tested).contains(type));
    }

    private static List<Class<?>> publicClassesBeside(Class<?> one) throws Exception {
        var folder = Path.of(
                        one.getProtectionDomain().getCodeSource().getLocation().toURI())
                .resolve(one.getPackageName().replace('.', '/'));
        try (Stream<Path> files = Files.list(folder)) {
            var names = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".class") && !name.startsWith("package-info"))
                    .toList();
            var classes = new ArrayList<Class<?>>();
            for (var name : names) {
                classes.add(Class.forName(one.getPackageName() + "." + name.replace(".class", "")));
            }
            classes.removeIf(type -> !Modifier.isPublic(type.getModifiers()));
            return classes;
        }
    }
}
