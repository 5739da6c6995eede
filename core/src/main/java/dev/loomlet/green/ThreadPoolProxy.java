package dev.loomlet.green;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Has the methods of an object run on a {@link ThreadPool}. The thread is the caller's of the proxy. */
final class ThreadPoolProxy implements InvocationHandler {

    private final ThreadPool pool;
    private final Object object;

    private ThreadPoolProxy(ThreadPool pool, Object object) {
        this.pool = pool;
        this.object = object;
    }

    static <T> T of(ThreadPool pool, Class<T> type, T object) {
        if (!type.isInterface()) {
            throw new IllegalArgumentException("type must be an interface: " + type.getName());
        }
        if (!Arrays.stream(type.getMethods()).allMatch(Method::trySetAccessible)) {
            throw new IllegalArgumentException("type must be accessible: " + type.getName());
        }
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, new ThreadPoolProxy(pool, type.cast(object))));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return ofObject(method, arguments);
        }
        try {
            return pool.execute(() -> call(method, arguments));
        } catch (InterruptedException e) {
            if (!Arrays.asList(method.getExceptionTypes()).contains(InterruptedException.class)) {
                Thread.currentThread().interrupt();
            }
            throw e;
        }
    }

    private @Nullable Object ofObject(Method method, Object @Nullable [] arguments) {
        return switch (method.getName()) {
            case "equals" -> arguments != null && object.equals(unwrapped(arguments[0]));
            case "hashCode" -> object.hashCode();
            default -> object.toString();
        };
    }

    private static @Nullable Object unwrapped(@Nullable Object other) {
        return other != null
                        && Proxy.isProxyClass(other.getClass())
                        && Proxy.getInvocationHandler(other) instanceof ThreadPoolProxy proxy
                ? proxy.object
                : other;
    }

    private @Nullable Object call(Method method, Object @Nullable [] arguments) throws Exception {
        try {
            method.trySetAccessible();
            return method.invoke(object, arguments);
        } catch (InvocationTargetException e) {
            throw Throwables.<Exception>rethrow(e.getCause() == null ? e : e.getCause());
        }
    }
}
