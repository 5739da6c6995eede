package dev.loomlet.web;

import dev.loomlet.wsgi.InputBody;
import dev.loomlet.wsgi.PiecewiseBody;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A Jazzer target: whatever bytes come as a form with the boundary {@code B}, they are a form or a 400 or 413, the same in one piece and
 * in many.
 */
public final class MultipartFuzzer {

    private static final FormLimits LIMITS = FormLimits.defaults().withMaxParts(50);

    private static int pieces;

    private MultipartFuzzer() {}

    /**
     * Called by Jazzer first.
     *
     * @param args how many bytes a piece has
     */
    public static void fuzzerInitialize(String[] args) {
        pieces = Integer.parseInt(args[0]);
    }

    /**
     * Called by Jazzer again and again.
     *
     * @param input any bytes
     */
    public static void fuzzerTestOneInput(byte[] input) {
        try {
            var whole = meaning(InputBody.of(input));
            var piecewise = meaning(PiecewiseBody.of(input, () -> pieces));
            if (!whole.equals(piecewise)) {
                throw new AssertionError("whole it is " + whole + ", in pieces " + piecewise);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> meaning(InputBody body) throws IOException {
        try (var form = MultipartForm.read(
                body, MediaType.of("multipart", "form-data").withParameter("boundary", "B"), LIMITS)) {
            var meaning = new ArrayList<String>();
            form.fields().forEach(field -> meaning.add(field.name() + field.value()));
            for (var upload : form.uploads()) {
                meaning.add(
                        upload.name() + upload.filename() + new String(upload.bytes(), StandardCharsets.ISO_8859_1));
            }
            return meaning;
        } catch (HttpException e) {
            int code = e.status().code();
            if (code != 400 && code != 413) {
                throw e;
            }
            return List.of("-" + code);
        }
    }
}
