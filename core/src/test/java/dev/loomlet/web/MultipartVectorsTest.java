package dev.loomlet.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.wsgi.InputBody;
import dev.loomlet.wsgi.PiecewiseBody;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every form of the vectors means what its file says, in whatever pieces it comes. */
class MultipartVectorsTest {

    static Stream<FormVectors.Vector> vectors() {
        return FormVectors.all();
    }

    private static List<String> meaning(FormVectors.Vector vector, InputBody body, FormLimits limits)
            throws IOException {
        var request = Request.blank("/")
                .header("Content-Type", vector.contentType())
                .environ("wsgi.input", body)
                .build();
        try (var form = request.form(limits)) {
            var meaning = new ArrayList<String>();
            for (var field : form.fields()) {
                meaning.add(QueryString.format(Params.of(field.name(), field.value())));
            }
            for (var upload : form.uploads()) {
                var type = upload.contentType().map(MediaType::toString).orElse("-");
                var content = encoded(new String(upload.bytes(), StandardCharsets.UTF_8));
                meaning.add(
                        encoded(upload.name()) + "[" + encoded(upload.filename()) + "|" + type + "|" + content + "]");
            }
            return meaning;
        } catch (HttpException e) {
            return List.of(Integer.toString(e.status().code()));
        }
    }

    private static String encoded(String text) {
        return QueryString.format(Params.of("", text)).substring(1);
    }

    private static IntSupplier cut(int at) {
        var sizes = new ArrayList<>(List.of(at, Integer.MAX_VALUE));
        return () -> sizes.size() > 1 ? sizes.removeFirst() : sizes.getFirst();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void form_inOnePiece_meansWhatTheFileSays(FormVectors.Vector vector) throws IOException {
        assertThat(meaning(vector, InputBody.of(vector.body()), FormLimits.defaults()))
                .isEqualTo(vector.meaning());
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void form_byteByByte_andCutAtEveryByte_meansTheSame(FormVectors.Vector vector) throws IOException {
        for (int at = 1; at < vector.body().length; at++) {
            int cut = at;
            assertThat(meaning(vector, PiecewiseBody.of(vector.body(), cut(at)), FormLimits.defaults()))
                    .as("cut at %s", at)
                    .isEqualTo(vector.meaning());
            assertThat(meaning(vector, PiecewiseBody.of(vector.body(), () -> cut), FormLimits.defaults()))
                    .as("pieces of %s", at)
                    .isEqualTo(vector.meaning());
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void form_onDisk_inPiecesOfAnySize_meansTheSame(FormVectors.Vector vector) throws IOException {
        var random = new Random(vector.name().hashCode());
        var limits = FormLimits.defaults().withMemoryBytes(0);
        for (int round = 0; round < 5; round++) {
            assertThat(meaning(vector, PiecewiseBody.of(vector.body(), () -> random.nextInt(9)), limits))
                    .isEqualTo(vector.meaning());
        }
    }
}
