package dev.loomlet.samples;

import dev.loomlet.middleware.XslTransform;
import dev.loomlet.web.Response;
import dev.loomlet.wsgi.Application;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The application gives data, as XML; a stylesheet around it makes a page of that. Change the stylesheet while it runs, and reload the page.
 *
 * <pre>
 *   curl http://127.0.0.1:8080/
 *   loomlet xsl --stylesheet my.xsl
 * </pre>
 */
final class Xsl implements Sample {

    private static final String PLANETS = """
            <?xml version="1.0"?>
            <planets>
              <planet name="Mercury" moons="0"/>
              <planet name="Mars" moons="2"><moon>Phobos</moon><moon>Deimos</moon></planet>
              <planet name="Neptune" moons="16"><moon>Triton</moon></planet>
            </planets>
            """;

    private Optional<Path> stylesheet = Optional.empty();

    @Override
    public Application application() {
        try {
            return new XslTransform(stylesheet.isPresent() ? stylesheet.get() : unpacked())
                    .wrap(Response.text(PLANETS).contentType("application/xml"));
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read --stylesheet " + e.getMessage(), e);
        }
    }

    /** The one in the jar, as a file. */
    private static Path unpacked() {
        try {
            var file = Files.createTempFile("planets", ".xsl");
            file.toFile().deleteOnExit();
            return Files.write(file, Page.read("planets.xsl"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Optional<Option> option(String name) {
        return name.equals("--stylesheet")
                ? Optional.of(value -> stylesheet = Optional.of(Path.of(value)))
                : Optional.empty();
    }

    @Override
    public String optionHelp() {
        return "  --stylesheet F the stylesheet, read again when it changes (default: one of its own)\n";
    }

    @Override
    public About about() {
        return new About("xsl", "XML made into a page by a stylesheet, which may change while it runs", "curl URL/");
    }
}
