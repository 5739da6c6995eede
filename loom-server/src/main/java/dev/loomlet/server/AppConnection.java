package dev.loomlet.server;

import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.StartResponse;
import io.undertow.connector.ByteBufferPool;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.HttpUpgradeListener;
import io.undertow.server.SSLSessionInfo;
import io.undertow.server.ServerConnection;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.ChannelListeners;
import org.xnio.Option;
import org.xnio.OptionMap;
import org.xnio.Pool;
import org.xnio.StreamConnection;
import org.xnio.XnioIoThread;
import org.xnio.XnioWorker;
import org.xnio.channels.Configurable;
import org.xnio.channels.ConnectedChannel;
import org.xnio.conduits.ConduitStreamSinkChannel;
import org.xnio.conduits.ConduitStreamSourceChannel;
import org.xnio.conduits.StreamSinkConduit;

/**
 * What an Undertow handler takes for its connection: it carries one request. Any thread may close it and ask whether it is open; the rest is
 * for the thread that has the exchange.
 */
final class AppConnection extends ServerConnection {

    private static final int BUFFER = 16 * 1024;

    /* Without caches for threads, of which each request would have one. */
    private static final ByteBufferPool BUFFERS = new DefaultByteBufferPool(
            /* direct= */ false,
            BUFFER,
            /* maximumPoolSize= */ 1000,
            /* threadLocalCacheSize= */ 0,
            /* leakDetectionPercent= */ 0);

    private final Environ environ;
    private final AppLoop loop;
    private final AppSink sink;
    private final AppSource source;
    private final ConduitStreamSinkChannel sinkChannel;
    private final ConduitStreamSourceChannel sourceChannel;
    private final List<CloseListener> closeListeners = new CopyOnWriteArrayList<>();
    private volatile boolean open = true;
    private volatile @Nullable Throwable failure;
    private @Nullable SSLSessionInfo sslSession;

    AppConnection(Environ environ, StartResponse startResponse, AppLoop loop) {
        this.environ = environ;
        this.loop = loop;
        sink = new AppSink(this, loop, startResponse);
        source = new AppSource(this, loop, environ.input());
        sinkChannel = new ConduitStreamSinkChannel(Configurable.EMPTY, sink);
        sourceChannel = new ConduitStreamSourceChannel(Configurable.EMPTY, source);
    }

    void begin(HttpServerExchange exchange) {
        sink.begin(exchange);
        source.begin(exchange);
    }

    /** The response cannot come to its end. Any thread. */
    <T extends Throwable> T fail(T reason) {
        if (failure == null) {
            failure = reason;
        }
        close();
        return reason;
    }

    /** Throws what kept the response from its end. */
    void requireWhole() throws Exception {
        switch (failure) {
            case null -> sink.requireEnd();
            case Error fatal -> throw fatal;
            case Exception reason -> throw reason;
            case Throwable other -> throw new IOException(other);
        }
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    /** Any thread. */
    @Override
    public void close() {
        if (open) {
            open = false;
            closeListeners.forEach(listener -> listener.closed(this));
            loop.finish();
        }
    }

    @Override
    public void addCloseListener(CloseListener listener) {
        closeListeners.add(listener);
    }

    @Override
    protected void exchangeComplete(HttpServerExchange exchange) {
        loop.finish();
    }

    /** What the handler has not read is the server's to drop, within its limits. */
    @Override
    public void terminateRequestChannel(HttpServerExchange exchange) {
        source.terminateReads();
    }

    @Override
    protected ConduitStreamSinkChannel getSinkChannel() {
        return sinkChannel;
    }

    @Override
    protected ConduitStreamSourceChannel getSourceChannel() {
        return sourceChannel;
    }

    @Override
    protected StreamSinkConduit getSinkConduit(HttpServerExchange exchange, StreamSinkConduit conduit) {
        return conduit;
    }

    @Override
    public SocketAddress getPeerAddress() {
        return getPeerAddress(InetSocketAddress.class);
    }

    @Override
    public <A extends SocketAddress> A getPeerAddress(Class<A> type) {
        return type.cast(address(Environ.REMOTE_ADDR, Environ.REMOTE_PORT));
    }

    @Override
    public SocketAddress getLocalAddress() {
        return getLocalAddress(InetSocketAddress.class);
    }

    @Override
    public <A extends SocketAddress> A getLocalAddress(Class<A> type) {
        return type.cast(address(Environ.SERVER_NAME, Environ.SERVER_PORT));
    }

    /* Digits are no name to be looked up; another name is left as it is. */
    private InetSocketAddress address(String addressKey, String portKey) {
        var address = String.valueOf(environ.get(addressKey));
        var port = environ.get(portKey) instanceof String digits && digits.matches("[0-9]{1,5}")
                ? Integer.parseInt(digits)
                : 0;
        boolean isDigits = address.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
        return isDigits ? new InetSocketAddress(address, port) : InetSocketAddress.createUnresolved(address, port);
    }

    @Override
    @Deprecated
    public Pool<ByteBuffer> getBufferPool() {
        throw new UnsupportedOperationException("XNIO's pool; there is getByteBufferPool()");
    }

    @Override
    public ByteBufferPool getByteBufferPool() {
        return BUFFERS;
    }

    @Override
    public int getBufferSize() {
        return BUFFER;
    }

    @Override
    public XnioWorker getWorker() {
        return loop.getWorker();
    }

    @Override
    public XnioIoThread getIoThread() {
        return loop;
    }

    @Override
    public ChannelListener.Setter<? extends ConnectedChannel> getCloseSetter() {
        return ChannelListeners.nullSetter();
    }

    @Override
    public boolean supportsOption(Option<?> option) {
        return false;
    }

    @Override
    public <T> @Nullable T getOption(Option<T> option) {
        return null;
    }

    @Override
    public <T> @Nullable T setOption(Option<T> option, @Nullable T value) {
        return null;
    }

    @Override
    public OptionMap getUndertowOptions() {
        return OptionMap.EMPTY;
    }

    @Override
    public @Nullable SSLSessionInfo getSslSessionInfo() {
        return sslSession;
    }

    @Override
    public void setSslSessionInfo(SSLSessionInfo session) {
        sslSession = session;
    }

    @Override
    public String getTransportProtocol() {
        return environ.protocol();
    }

    @Override
    public boolean isRequestTrailerFieldsSupported() {
        return false;
    }

    @Override
    public boolean isContinueResponseSupported() {
        return false;
    }

    @Override
    public HttpServerExchange sendOutOfBandResponse(HttpServerExchange exchange) {
        throw new IllegalStateException("an interim response is the server's to send");
    }

    @Override
    protected boolean isUpgradeSupported() {
        return false;
    }

    @Override
    protected boolean isConnectSupported() {
        return false;
    }

    @Override
    protected StreamConnection upgradeChannel() {
        throw new IllegalStateException("an application cannot take the connection");
    }

    @Override
    protected void setUpgradeListener(HttpUpgradeListener listener) {
        upgradeChannel();
    }

    @Override
    protected void setConnectListener(HttpUpgradeListener listener) {
        upgradeChannel();
    }

    /** The server has limits of its own. */
    @Override
    protected void maxEntitySizeUpdated(HttpServerExchange exchange) {}
}
