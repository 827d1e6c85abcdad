# The service with everything it can read: Tesseract for scans, LibreOffice for old Word files.
# docker build -t tien-do .        (add --build-arg OFFICE=no to leave LibreOffice out: 600 MB smaller, no .doc and no PDF reports)
# Debian 12 by name: its PostgreSQL client is of the release of compose.postgres.yaml. A newer one makes copies that an older server refuses.
FROM python:3.11-slim-bookworm AS program
WORKDIR /srv/app
COPY requirements-run.lock ./
RUN python -m venv /srv/venv && /srv/venv/bin/python -m pip install --no-cache-dir --require-hashes -r requirements-run.lock
COPY . .
# Compiled now: tiendo may not write there, so every command would compile all of it again. Nothing is installed into it any more.
RUN PIP_NO_CACHE_DIR=1 scripts/install /srv/venv \
    && python -m compileall -q bot directives handlers locales reports scheduler storage \
    && /srv/venv/bin/python -m pip uninstall --quiet --yes setuptools pip

FROM python:3.11-slim-bookworm
ARG OFFICE=yes
RUN apt-get update \
    && apt-get install -y --no-install-recommends tesseract-ocr tesseract-ocr-vie tini postgresql-client \
    && if [ "$OFFICE" = yes ]; then apt-get install -y --no-install-recommends libreoffice-writer fonts-dejavu-core; fi \
    && rm -rf /var/lib/apt/lists/*

# The data folder stands in the image and is tiendo's: a new volume takes its owner from there.
RUN useradd --system --create-home --home-dir /srv/tiendo tiendo && install -d -o tiendo -g tiendo -m 0700 /srv/tiendo/data
COPY --from=program /srv/venv /srv/venv
COPY --from=program /srv/app /srv/app

USER tiendo
WORKDIR /srv/tiendo
VOLUME /srv/tiendo/data
ENV PATH=/srv/venv/bin:$PATH TIENDO_WEB_HOST=0.0.0.0
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s CMD python -c "import urllib.request as u; u.urlopen('http://127.0.0.1:8080/healthz', timeout=4)"
ENTRYPOINT ["tini", "--", "tiendo"]
CMD ["run"]
