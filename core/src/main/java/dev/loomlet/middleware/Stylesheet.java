package dev.loomlet.middleware;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import javax.xml.transform.ErrorListener;
import javax.xml.transform.Templates;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.URIResolver;
import javax.xml.transform.sax.SAXSource;
import javax.xml.transform.stream.StreamResult;
import javax.xml.transform.stream.StreamSource;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.XMLReader;
import org.xml.sax.helpers.DefaultHandler;

/**
 * A stylesheet in a file, compiled again when the file has changed. The JDK's processor, whatever else there is on the class path. Any thread.
 */
final class Stylesheet {

    private static final System.Logger LOG = System.getLogger("dev.loomlet.middleware");
    private static final String DEPTH = "200";

    /** Of which state of the file it was made; {@code templates} may be those of an earlier one, if this one was broken. */
    private record Compiled(List<Object> stamp, Templates templates) {}

    private static final URIResolver NOTHING = (href, base) -> {
        throw new TransformerException("nothing else may be read");
    };

    private static final ErrorListener THROWING = new ErrorListener() {
        @Override
        public void warning(TransformerException e) {
            LOG.log(Level.DEBUG, "stylesheet: {0}", e.getMessage());
        }

        @Override
        public void error(TransformerException e) throws TransformerException {
            throw e;
        }

        @Override
        public void fatalError(TransformerException e) throws TransformerException {
            throw e;
        }
    };

    private final Path file;
    private volatile Compiled compiled;

    Stylesheet(Path file) throws IOException {
        this.file = file;
        try {
            compiled = new Compiled(stamp(), compile());
        } catch (TransformerException e) {
            throw new IllegalArgumentException("stylesheet " + file + ": " + e.getMessageAndLocation(), e);
        }
    }

    /** The stylesheet as it is now, or as it was when it could be read last. */
    Templates templates() {
        var current = compiled;
        List<Object> stamp = List.of();
        try {
            stamp = stamp();
            if (!stamp.equals(current.stamp)) {
                current = new Compiled(stamp, compile());
                compiled = current;
            }
        } catch (IOException | TransformerException e) {
            if (!stamp.equals(current.stamp)) {
                LOG.log(Level.WARNING, "stylesheet {0} is used as it was before: {1}", file, e.getMessage());
                compiled = new Compiled(stamp, current.templates);
            }
        }
        return current.templates;
    }

    private List<Object> stamp() throws IOException {
        var seen = Files.readAttributes(file, BasicFileAttributes.class);
        return List.of(seen.lastModifiedTime(), seen.size(), String.valueOf(seen.fileKey()));
    }

    private Templates compile() throws IOException, TransformerException {
        var factory = TransformerFactory.newDefaultInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("jdk.xml.enableExtensionFunctions", false);
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_STYLESHEET, "");
        factory.setURIResolver(NOTHING);
        factory.setErrorListener(THROWING);
        try (var in = Files.newInputStream(file)) {
            return factory.newTemplates(new StreamSource(in));
        }
    }

    /**
     * Transforms a document.
     *
     * @param charset the document's, where something outside of it says so
     * @throws TransformerException if it cannot be transformed, or the page is longer than {@code maxBytes}
     */
    static byte[] transform(
            Templates templates,
            byte[] document,
            Optional<Charset> charset,
            Map<String, String> parameters,
            int maxBytes)
            throws TransformerException {
        var source = new InputSource(new ByteArrayInputStream(document));
        charset.ifPresent(name -> source.setEncoding(name.name()));
        var transformer = templates.newTransformer();
        transformer.setURIResolver(NOTHING);
        transformer.setErrorListener(THROWING);
        parameters.forEach(transformer::setParameter);
        var page = new LimitedOutput(maxBytes);
        transformer.transform(new SAXSource(reader(), source), new StreamResult(page));
        return page.toByteArray();
    }

    private static XMLReader reader() throws TransformerException {
        var factory = SAXParserFactory.newDefaultInstance();
        factory.setNamespaceAware(true);
        try {
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            /* Without one there are no entities, neither external ones nor some that grow. */
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            var reader = factory.newSAXParser().getXMLReader();
            reader.setProperty("jdk.xml.maxElementDepth", DEPTH);
            reader.setErrorHandler(new DefaultHandler() {
                @Override
                public void error(SAXParseException e) throws SAXException {
                    throw e;
                }
            });
            return reader;
        } catch (ParserConfigurationException | SAXException e) {
            throw new TransformerException("there is no parser", e);
        }
    }
}
