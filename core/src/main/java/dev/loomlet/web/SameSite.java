package dev.loomlet.web;

/** With which requests of other sites a browser sends a cookie (RFC 6265bis §5.6.7). */
public enum SameSite {
    /** With none. */
    STRICT("Strict"),

    /** With those that bring the user here by GET, as a link does. */
    LAX("Lax"),

    /** With all; browsers keep such a cookie only if it is {@code Secure}. */
    NONE("None");

    private final String text;

    SameSite(String text) {
        this.text = text;
    }

    /** Returns the attribute's value as it is sent. */
    @Override
    public String toString() {
        return text;
    }
}
