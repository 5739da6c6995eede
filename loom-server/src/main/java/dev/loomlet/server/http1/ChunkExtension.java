package dev.loomlet.server.http1;

/**
 * Checks the chunk extensions of one chunk, which this server ignores (RFC 9112 §7.1.1):
 *
 * <pre>
 *   chunk-ext = *( BWS ";" BWS chunk-ext-name [ BWS "=" BWS chunk-ext-val ] )
 *   chunk-ext-val = token / quoted-string
 * </pre>
 */
final class ChunkExtension {

    private enum State {
        BEFORE_SEMICOLON,
        BEFORE_NAME,
        NAME,
        AFTER_NAME,
        BEFORE_VALUE,
        TOKEN,
        QUOTED,
        ESCAPED,
        AFTER_QUOTED,
        AFTER_VALUE
    }

    private State state = State.BEFORE_SEMICOLON;

    void reset() {
        state = State.BEFORE_SEMICOLON;
    }

    /** Whether the line may end here; white space without a semicolon behind it is no extension. */
    boolean mayEnd() {
        return state == State.NAME || state == State.TOKEN || state == State.AFTER_QUOTED;
    }

    void accept(byte b) throws ProtocolException {
        state = next(b);
    }

    private State next(byte b) throws ProtocolException {
        boolean space = Grammar.isWhiteSpace(b);
        boolean token = Grammar.isTokenByte(b);
        return switch (state) {
            case BEFORE_SEMICOLON -> space ? state : require(b == ';', State.BEFORE_NAME);
            case BEFORE_NAME -> space ? state : require(token, State.NAME);
            case NAME -> token ? state : space ? State.AFTER_NAME : afterName(b);
            case AFTER_NAME -> space ? state : afterName(b);
            case BEFORE_VALUE -> space ? state : b == '"' ? State.QUOTED : require(token, State.TOKEN);
            case TOKEN -> token ? state : space ? State.AFTER_VALUE : require(b == ';', State.BEFORE_NAME);
            case AFTER_QUOTED, AFTER_VALUE -> space ? State.AFTER_VALUE : require(b == ';', State.BEFORE_NAME);
            case QUOTED ->
                b == '"' ? State.AFTER_QUOTED : b == '\\' ? State.ESCAPED : require(Grammar.isFieldByte(b), state);
            case ESCAPED -> require(Grammar.isFieldByte(b), State.QUOTED);
        };
    }

    private static State afterName(byte b) throws ProtocolException {
        return b == '=' ? State.BEFORE_VALUE : require(b == ';', State.BEFORE_NAME);
    }

    private static State require(boolean legal, State next) throws ProtocolException {
        if (!legal) {
            throw new ProtocolException(Violation.BAD_CHUNK_EXTENSION);
        }
        return next;
    }
}
