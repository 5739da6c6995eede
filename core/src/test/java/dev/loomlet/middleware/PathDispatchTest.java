package dev.loomlet.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.Middleware;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathDispatchTest {

    /** Says which one it is, and what it sees of the path. */
    private static Application named(String name) {
        return (environ, startResponse) -> {
            startResponse.start("200 OK", Apps.TEXT);
            return Body.of(name + " " + environ.scriptName() + "|" + environ.pathInfo() + " "
                    + PathDispatch.variables(environ));
        };
    }

    private static final PathDispatch SITE = PathDispatch.builder()
            .mount("/", named("root"))
            .mount("/static/old", named("old"))
            .mount("/static", named("static"))
            .mount("/site/{name}", named("site"))
            .get("/", named("home"))
            .get("/user/{id}", named("user"))
            .post("/user/{id}", named("change"))
            .get("/user/me", named("me"))
            .get("/user/{id}/posts/{post}", named("post"))
            .get("/wiki/{page*}", named("wiki"))
            .any("/wiki/index", named("index"))
            .route("DELETE", "/user/me", named("leave"))
            .route("OPTIONS", "/asked", named("asked"))
            .build();

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "GET;/;home |/ {}",
                "HEAD;/;''",
                "GET;'';home | {}",
                "GET;/static;static /static| {}",
                "GET;/static/;static /static|/ {}",
                "GET;/static/a//b;static /static|/a//b {}",
                "GET;/static/old/x;old /static/old|/x {}",
                "GET;/static/older;static /static|/older {}",
                "GET;/staticx;root |/staticx {}",
                "PUT;/static/x;static /static|/x {}",
                "GET;/site/a/b;site /site/a|/b {name=a}",
                "GET;/site/;root |/site/ {}",
                "GET;/user/7;user |/user/7 {id=7}",
                "POST;/user/7;change |/user/7 {id=7}",
                "GET;/user/me;me |/user/me {}",
                "POST;/user/me;change |/user/me {id=me}",
                "GET;/user/7/posts/9;post |/user/7/posts/9 {id=7, post=9}",
                "GET;/user/me/posts/9;post |/user/me/posts/9 {id=me, post=9}",
                "GET;/user/;root |/user/ {}",
                "GET;/user/7/;root |/user/7/ {}",
                "GET;/wiki/a/b/;wiki |/wiki/a/b/ {page=a/b/}",
                "GET;/wiki/;root |/wiki/ {}",
                "GET;/wiki/index;index |/wiki/index {}",
                "PATCH;/wiki/index;index |/wiki/index {}",
                "OPTIONS;/asked;asked |/asked {}",
                "GET;/user/Ã©;user |/user/Ã© {id=é}",
                "GET;/static/../user/me;static /static|/../user/me {}",
            })
    void call_path_goesToTheMostSpecific(String method, String path, String said) throws Exception {
        assertThat(TestGateway.of(method, path).send(SITE).text()).isEqualTo(said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "PUT;/user/7;GET, HEAD, OPTIONS, POST",
                "PUT;/user/me;DELETE, GET, HEAD, OPTIONS, POST",
                "POST;/wiki/a;GET, HEAD, OPTIONS",
                "HEAD;/asked;OPTIONS",
            })
    void call_methodThatIsNotThere_answers405WithAllow(String method, String path, String allow) throws Exception {
        var answer = TestGateway.of(method, path).send(SITE);
        assertThat(answer.code()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo(allow);
    }

    @Test
    void call_options_answers204WithAllow() throws Exception {
        var answer = TestGateway.of("OPTIONS", "/user/me").send(SITE);
        assertThat(answer.code()).isEqualTo(204);
        assertThat(answer.header("Allow")).isEqualTo("DELETE, GET, HEAD, OPTIONS, POST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/b", "/a/", "//a", "*", "a", "/A"})
    void call_pathThatIsNotThere_answers404(String path) throws Exception {
        var site = PathDispatch.builder().get("/a", named("a")).build();
        assertThat(TestGateway.get(path).send(site).code()).isEqualTo(404);
    }

    @Test
    void wrap_pathThatIsNotThere_goesToTheWrapped_asItCame() throws Exception {
        var site = Middleware.compose(PathDispatch.builder()
                        .get("/a/{x}", named("a"))
                        .mount("/m/{y}/z", named("m"))
                        .build())
                .wrap(named("wrapped"));
        assertThat(TestGateway.get("/m/1/2").send(site).text()).isEqualTo("wrapped |/m/1/2 {}");
        assertThat(TestGateway.of("POST", "/a/1").send(site).code()).isEqualTo(405);
    }

    @Test
    void call_dispatchInAMount_joinsPathsAndVariables() throws Exception {
        var inner = PathDispatch.builder()
                .get("/", named("all"))
                .get("/{item}/{a}", named("item"))
                .build();
        var site = PathDispatch.builder().mount("/shop/{a}", inner).build();
        assertThat(TestGateway.get("/shop/1/2/3").send(site).text()).isEqualTo("item /shop/1|/2/3 {a=3, item=2}");
        assertThat(TestGateway.get("/shop/1").send(site).text()).isEqualTo("all /shop/1| {a=1}");
    }

    @Test
    void call_mountWithinAScript_keepsTheUrl() throws Exception {
        var site = PathDispatch.builder().mount("/m", named("m")).build();
        var request = TestGateway.get("/m/x").with("SCRIPT_NAME", "/app");
        var url = request.environ.url();
        assertThat(request.send(site).text()).isEqualTo("m /app/m|/x {}");
        assertThat(request.environ.url()).isEqualTo(url);
    }

    @Test
    void routingArgs_areATupleOfPositionalAndNamed() throws Exception {
        var request = TestGateway.get("/user/7").send(SITE);
        assertThat(request.environ.get("wsgiorg.routing_args")).isEqualTo(List.of(List.of(), Map.of("id", "7")));
        assertThat(PathDispatch.variable(request.environ, "id")).isEqualTo("7");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PathDispatch.variable(request.environ, "name"))
                .withMessageStartingWith("name ");
    }

    @Test
    void variables_valueOfOthers_isNone() {
        assertThat(PathDispatch.variables(Environ.of(Map.of("wsgiorg.routing_args", "x"))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "/{", "/{}", "/{a}b", "/{a*}/b", "/{a}/{a}", "/{a-b}", "/}a{", "/{*}"})
    void get_malformedPath_throws(String path) {
        var builder = PathDispatch.builder();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.get(path, Apps.HELLO))
                .withMessageStartingWith("path ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "/a/", "/{a*}", "//"})
    void mount_malformedPrefix_throws(String prefix) {
        var builder = PathDispatch.builder();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.mount(prefix, Apps.HELLO))
                .withMessageStartingWith("prefix ");
    }

    @Test
    void route_twice_throws() {
        var builder = PathDispatch.builder().get("/{a}", Apps.HELLO).mount("/m", Apps.HELLO);
        assertThatIllegalArgumentException().isThrownBy(() -> builder.get("/{b}", Apps.HELLO));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.mount("/m", Apps.HELLO));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.route("G T", "/x", Apps.HELLO));
    }

    @Test
    void build_twice_throws() {
        var builder = PathDispatch.builder();
        builder.build();
        assertThatIllegalStateException().isThrownBy(builder::build);
    }
}
