package dev.loomlet.server;

import dev.loomlet.wsgi.Application;

/**
 * What all connections of a server share.
 *
 * @param application what answers
 * @param config the settings
 * @param environs makes environs
 * @param clock tells the date
 */
record Service(Application application, ServerConfig config, EnvironBuilder environs, DateClock clock) {

    Service(Application application, ServerConfig config, StopSignal stopSignal) {
        this(application, config, new EnvironBuilder(config, stopSignal), new DateClock());
    }
}
