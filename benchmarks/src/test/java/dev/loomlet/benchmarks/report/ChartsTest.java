package dev.loomlet.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.geom.Rectangle2D;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class ChartsTest {

    private record Label(String text, Rectangle2D box) {}

    static List<Chart> charts() {
        return Charts.of(new Medians(SampleResults.extreme()));
    }

    @Test
    void charts_areThoseThatHaveData() {
        assertThat(charts())
                .extracting(Chart::file)
                .containsExactly(
                        "throughput.svg",
                        "cpu.svg",
                        "latency.svg",
                        "stalls.svg",
                        "stalls-throughput.svg",
                        "memory.svg");
        assertThat(Charts.of(new Medians(SampleResults.small())))
                .extracting(Chart::file)
                .containsExactly("throughput.svg", "cpu.svg", "latency.svg");
    }

    @ParameterizedTest
    @MethodSource("charts")
    void labels_doNotTouchAndAreInside(Chart chart) throws Exception {
        var document = parsed(chart);
        var root = document.getDocumentElement();
        var picture = new Rectangle2D.Double(0, 0, number(root, "width"), number(root, "height"));
        var labels = labels(document);

        assertThat(labels).hasSizeGreaterThan(12);
        for (int i = 0; i < labels.size(); i++) {
            assertThat(picture.contains(labels.get(i).box()))
                    .as(labels.get(i).text())
                    .isTrue();
            for (int j = 0; j < i; j++) {
                assertThat(labels.get(i).box().intersects(labels.get(j).box()))
                        .as("%s and %s", labels.get(i), labels.get(j))
                        .isFalse();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("charts")
    void file_isWellFormed_withTitleDescriptionAndBackground(Chart chart) throws Exception {
        var root = parsed(chart).getDocumentElement();

        assertThat(root.getTagName()).isEqualTo("svg");
        assertThat(root.getAttribute("role")).isEqualTo("img");
        assertThat(root.getElementsByTagName("title").item(0).getTextContent()).isNotBlank();
        assertThat(root.getElementsByTagName("desc").item(0).getTextContent()).contains("Some Web Server 0");
        assertThat(((Element) root.getElementsByTagName("rect").item(0)).getAttribute("width"))
                .isEqualTo("100%");
    }

    @ParameterizedTest
    @MethodSource("charts")
    void server_withoutFigure_isALineWithTheReason(Chart chart) throws Exception {
        assertThat(labels(parsed(chart)))
                .extracting(Label::text)
                .anyMatch(text -> text.startsWith("no figure: does not start"));
    }

    private static Document parsed(Chart chart) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(chart.svg())));
    }

    private static List<Label> labels(Document document) {
        var labels = new ArrayList<Label>();
        var texts = document.getElementsByTagName("text");
        for (int i = 0; i < texts.getLength(); i++) {
            var element = (Element) texts.item(i);
            double size = number(element, "font-size");
            double width = TextWidth.of(element.getTextContent(), size);
            double x = number(element, "x")
                    - switch (element.getAttribute("text-anchor")) {
                        case "end" -> width;
                        case "middle" -> width / 2;
                        default -> 0;
                    };
            // From a capital's top to the bottom of what hangs below the base line.
            var box = new Rectangle2D.Double(x, number(element, "y") - 0.75 * size, width, 0.95 * size);
            labels.add(new Label(element.getTextContent(), box));
        }
        return labels;
    }

    private static double number(Element element, String attribute) {
        return Double.parseDouble(element.getAttribute(attribute));
    }
}
