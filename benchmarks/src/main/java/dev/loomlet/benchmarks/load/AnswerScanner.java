package dev.loomlet.benchmarks.load;

import java.nio.ByteBuffer;

/** Finds where the answers of one connection end, from bytes that come in any pieces. On the thread that reads the connection. */
sealed interface AnswerScanner permits ResponseScanner, Echo {

    /**
     * Takes bytes until an answer ends or there are no more; those after the end are left for the next call.
     *
     * @return whether an answer ended, whose status is then {@link #status()}
     */
    boolean scan(ByteBuffer in) throws MalformedAnswerException;

    /**
     * Takes the end of the stream.
     *
     * @return whether an answer ended with it; otherwise it came between two
     * @throws MalformedAnswerException when it came within an answer
     */
    boolean end() throws MalformedAnswerException;

    /** The status of the answer that ended. */
    int status();

    /** Whether the connection of the answer that ended takes another request. */
    boolean isKeptAlive();
}
