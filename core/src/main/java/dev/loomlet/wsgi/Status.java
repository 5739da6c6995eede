package dev.loomlet.wsgi;

import java.util.Map;

/**
 * A response status: three digits and a reason phrase (RFC 9112 §4, PEP 3333).
 *
 * @param code 100 to 999
 * @param reason the reason phrase, possibly empty; printable Latin-1 and spaces
 */
public record Status(int code, String reason) {

    private static final int MIN_CODE = 100;
    private static final int MAX_CODE = 999;

    /* By code less MIN_CODE. One object for each, so that a request's usual answer makes none. */
    private static final Status[] REGISTERED = registered(Map.ofEntries(
            Map.entry(100, "Continue"),
            Map.entry(101, "Switching Protocols"),
            Map.entry(102, "Processing"),
            Map.entry(103, "Early Hints"),
            Map.entry(200, "OK"),
            Map.entry(201, "Created"),
            Map.entry(202, "Accepted"),
            Map.entry(203, "Non-Authoritative Information"),
            Map.entry(204, "No Content"),
            Map.entry(205, "Reset Content"),
            Map.entry(206, "Partial Content"),
            Map.entry(207, "Multi-Status"),
            Map.entry(208, "Already Reported"),
            Map.entry(226, "IM Used"),
            Map.entry(300, "Multiple Choices"),
            Map.entry(301, "Moved Permanently"),
            Map.entry(302, "Found"),
            Map.entry(303, "See Other"),
            Map.entry(304, "Not Modified"),
            Map.entry(305, "Use Proxy"),
            Map.entry(307, "Temporary Redirect"),
            Map.entry(308, "Permanent Redirect"),
            Map.entry(400, "Bad Request"),
            Map.entry(401, "Unauthorized"),
            Map.entry(402, "Payment Required"),
            Map.entry(403, "Forbidden"),
            Map.entry(404, "Not Found"),
            Map.entry(405, "Method Not Allowed"),
            Map.entry(406, "Not Acceptable"),
            Map.entry(407, "Proxy Authentication Required"),
            Map.entry(408, "Request Timeout"),
            Map.entry(409, "Conflict"),
            Map.entry(410, "Gone"),
            Map.entry(411, "Length Required"),
            Map.entry(412, "Precondition Failed"),
            Map.entry(413, "Content Too Large"),
            Map.entry(414, "URI Too Long"),
            Map.entry(415, "Unsupported Media Type"),
            Map.entry(416, "Range Not Satisfiable"),
            Map.entry(417, "Expectation Failed"),
            Map.entry(421, "Misdirected Request"),
            Map.entry(422, "Unprocessable Content"),
            Map.entry(423, "Locked"),
            Map.entry(424, "Failed Dependency"),
            Map.entry(425, "Too Early"),
            Map.entry(426, "Upgrade Required"),
            Map.entry(428, "Precondition Required"),
            Map.entry(429, "Too Many Requests"),
            Map.entry(431, "Request Header Fields Too Large"),
            Map.entry(451, "Unavailable For Legal Reasons"),
            Map.entry(500, "Internal Server Error"),
            Map.entry(501, "Not Implemented"),
            Map.entry(502, "Bad Gateway"),
            Map.entry(503, "Service Unavailable"),
            Map.entry(504, "Gateway Timeout"),
            Map.entry(505, "HTTP Version Not Supported"),
            Map.entry(506, "Variant Also Negotiates"),
            Map.entry(507, "Insufficient Storage"),
            Map.entry(508, "Loop Detected"),
            Map.entry(511, "Network Authentication Required")));

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if {@code code} is not three digits or {@code reason} has a control character or
     *     one outside Latin-1
     */
    public Status {
        if (code < MIN_CODE || code > MAX_CODE) {
            throw new IllegalArgumentException("status code " + code + " is not 100 to 999");
        }
        int bad = FieldGrammar.firstIllegalInValue(reason);
        if (bad >= 0) {
            throw new IllegalArgumentException(
                    "the reason of status " + code + " has an illegal character at index " + bad);
        }
    }

    /**
     * Returns the status with the reason that the HTTP status code registry gives {@code code}, empty if it has none.
     *
     * @param code 100 to 999
     * @return the status
     * @throws IllegalArgumentException if {@code code} is out of range
     */
    public static Status of(int code) {
        return isRegistered(code) ? REGISTERED[code - MIN_CODE] : new Status(code, "");
    }

    private static Status[] registered(Map<Integer, String> reasons) {
        var statuses = new Status[MAX_CODE - MIN_CODE + 1];
        reasons.forEach((code, reason) -> statuses[code - MIN_CODE] = new Status(code, reason));
        return statuses;
    }

    private static boolean isRegistered(int code) {
        return code >= MIN_CODE && code <= MAX_CODE && REGISTERED[code - MIN_CODE] != null;
    }

    /**
     * Reads {@code "NNN Reason"}: three digits, one space, a reason.
     *
     * @param status the text
     * @return the status
     * @throws IllegalArgumentException if {@code status} has another form
     */
    public static Status parse(String status) {
        if (status.length() < 4 || status.charAt(3) != ' ' || !isDigits(status)) {
            throw new IllegalArgumentException("status must be three digits, a space and a reason, like \"200 OK\"");
        }
        int code = (status.charAt(0) - '0') * 100 + (status.charAt(1) - '0') * 10 + status.charAt(2) - '0';
        boolean usual = isRegistered(code) && REGISTERED[code - MIN_CODE].isReasonOf(status);
        return usual ? REGISTERED[code - MIN_CODE] : new Status(code, status.substring(4));
    }

    private boolean isReasonOf(String status) {
        return status.length() == 4 + reason.length() && status.startsWith(reason, 4);
    }

    private static boolean isDigits(String status) {
        for (int i = 0; i < 3; i++) {
            if (status.charAt(i) < '0' || status.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    /**
     * Tells whether a response of this status never has a body: 1xx, 204 and 304 (RFC 9112 §6.3).
     *
     * @return whether the status rules out a body
     */
    public boolean isBodyless() {
        return code < 200 || code == 204 || code == 304;
    }

    /** Returns {@code "NNN Reason"}. */
    @Override
    public String toString() {
        return code + " " + reason;
    }
}
