# The portal as an image: web server by default; the worker and beat are other commands of the same image.

FROM python:3.13.7-slim-bookworm AS system
# Pango and HarfBuzz lay the PDF out, in the Liberation fonts.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends fonts-liberation libharfbuzz-subset0 libpangoft2-1.0-0 \
    && rm -rf /var/lib/apt/lists/*


FROM system AS build
WORKDIR /build
COPY requirements/build.txt requirements/base.txt requirements/
RUN python -m venv .venv \
    && .venv/bin/pip install --no-cache-dir --require-hashes --requirement requirements/build.txt \
    && python -m venv --without-pip /app/.venv \
    && .venv/bin/uv pip install --no-cache --compile-bytecode --require-hashes --python=/app/.venv/bin/python \
        --requirement requirements/base.txt
COPY package.json package-lock.json .npmrc ./
RUN .venv/bin/npm ci --omit=dev --omit=optional --loglevel=error
COPY scripts scripts
COPY static static
RUN .venv/bin/python scripts/assets.py
WORKDIR /app/portal
COPY . .
RUN cp -r /build/static/build static/build \
    && PORTAL_MODE=demo PORTAL_DATA=/tmp/data STATIC_ROOT=/app/static \
        ../.venv/bin/python manage.py collectstatic --no-input --ignore='*.scss' --verbosity=0 \
    && rm -rf static/build scripts requirements package.json package-lock.json .npmrc \
    && ../.venv/bin/python -m compileall -q .


FROM system AS portal
RUN useradd --system --uid 10001 --home-dir /nonexistent portal \
    && install --directory --owner=portal --mode=0700 /data
COPY --from=build /app /app
WORKDIR /app/portal
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    XDG_CACHE_HOME=/tmp/cache \
    PORTAL_DATA=/data \
    STATIC_ROOT=/app/static \
    GRANIAN_INTERFACE=wsgi \
    GRANIAN_HOST=0.0.0.0 \
    GRANIAN_PORT=8000 \
    GRANIAN_WEBSOCKETS=false \
    GRANIAN_WORKERS=2 \
    GRANIAN_BLOCKING_THREADS=4 \
    GRANIAN_BACKPRESSURE=64 \
    GRANIAN_RESPAWN_FAILED_WORKERS=true \
    GRANIAN_WORKERS_KILL_TIMEOUT=30
USER 10001
VOLUME /data
EXPOSE 8000
CMD ["granian", "kscmp.wsgi:application"]
