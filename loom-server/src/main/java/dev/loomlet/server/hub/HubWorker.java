package dev.loomlet.server.hub;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.ManagementRegistration;
import org.xnio.Xnio;
import org.xnio.XnioIoThread;
import org.xnio.XnioWorker;
import org.xnio.management.XnioServerMXBean;
import org.xnio.management.XnioWorkerMXBean;

/**
 * What XNIO's interfaces call a worker: something that never shuts down. It has no threads: I/O the hubs do, and a task has a virtual
 * thread of its own. Made when somebody asks for it first.
 */
final class HubWorker extends XnioWorker {

    static final XnioWorker SHARED = new HubXnio().createWorkerBuilder().build();

    private static final class HubXnio extends Xnio {

        HubXnio() {
            super("loomlet");
        }

        @Override
        protected XnioWorker build(XnioWorker.Builder builder) {
            builder.setExternalExecutorService(new java.util.concurrent.ForkJoinPool(1));
            return new HubWorker(builder);
        }
    }

    private HubWorker(XnioWorker.Builder builder) {
        super(builder);
    }

    @Override
    public void execute(Runnable task) {
        Thread.ofVirtual().start(task);
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public boolean isTerminated() {
        return false;
    }

    @Override
    public boolean awaitTermination(long time, TimeUnit unit) {
        return false;
    }

    @Override
    public void awaitTermination() {}

    @Override
    public XnioIoThread getIoThread(int number) {
        return chooseThread();
    }

    @Override
    public int getIoThreadCount() {
        return 0;
    }

    @Override
    protected XnioIoThread chooseThread() {
        return XnioIoThread.requireCurrentThread();
    }

    @Override
    public @Nullable XnioWorkerMXBean getMXBean() {
        return null;
    }

    @Override
    protected ManagementRegistration registerServerMXBean(XnioServerMXBean bean) {
        return () -> {};
    }
}
